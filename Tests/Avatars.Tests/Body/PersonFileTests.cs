using System.Buffers.Binary;
using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Tests.Body;

/// <summary>The person file: what is written is read, and any other bytes are refused.</summary>
public sealed class PersonFileTests
{
    static readonly AnalysedPerson Person = Make(new Random(4));
    static readonly byte[] Bytes = PersonFile.ToBytes(Person);
    static readonly AnalysedPerson Embedded = Person with
    {
        Embeddings =
        [
            new("tokens", new string('7', 64), [1.5f, -2e9f, 1e-38f]),
            new("image_embeds", new string('8', 64), [0.1f]),
            new("image_embeds", new string('9', 64), [0.2f]),
            new("none", new string('7', 64), []),
        ],
    };

    static AnalysedPerson Make(Random random)
    {
        var model = HumanBody.Model;
        byte[] Random(int count)
        {
            var bytes = new byte[count];
            random.NextBytes(bytes);
            return bytes;
        }
        var body = new ShapedBody(model, [.. model.Shapes.Select(_ => random.NextSingle() - 0.5f)],
            [.. Enumerable.Range(0, model.VertexCount).Select(_ => 0.04f * random.NextSingle())]);
        var pose = new JointTransform[body.Skeleton.Count];
        for (var i = 0; i < pose.Length; i++)
            pose[i] = body.Skeleton[i].Rest with { Rotation = Quaternion.Normalize(new Quaternion(random.NextSingle(), 0.1f, random.NextSingle(), 1)) };
        return new AnalysedPerson
        {
            Person = new TexturedPerson(body, new BodyTexture(new RgbaImage(64, 64, Random(4 * 64 * 64))), new RgbImage(25, 50, Random(3 * 25 * 50))),
            Picture = new RgbImage(40, 30, Random(3 * 40 * 30)),
            Matte = Random(40 * 30),
            Camera = Camera.Orbit(new Vector3(0, 1, 0), 0.2f, 0.1f, 3, 0.6f, 40, 30),
            Pose = pose,
            Expression = [.. model.Expressions.Select(_ => random.NextSingle())],
            Coverage = 0.7f,
            FitError = 0.02f,
        };
    }

    [Test]
    public void A_file_beside_a_picture_counts_if_it_was_made_from_that_picture()
    {
        using var folder = new TemporaryFolder();
        var path = folder["me.jpg"];
        Assert.That(PersonFile.ReadBeside(path, Person.Picture, HumanBody.Model), Is.Null, "there is none");
        File.WriteAllBytes(folder["me.person"], Bytes);
        Assert.That(PersonFile.ReadBeside(path, Person.Picture, HumanBody.Model)?.Coverage, Is.EqualTo(0.7f));
        var other = new RgbImage(Person.Picture.Width, Person.Picture.Height, (byte[])Person.Picture.Bytes.Clone());
        other.Bytes[^1] ^= 1;
        Assert.That(PersonFile.ReadBeside(path, other, HumanBody.Model), Is.Null, "another picture");
        File.WriteAllBytes(folder["me.person"], Bytes[..^1]);
        Assert.That(() => PersonFile.ReadBeside(path, Person.Picture, HumanBody.Model),
            Throws.InstanceOf<FormatException>().With.Message.Contains("me.person"));
    }

    [Test]
    public void What_is_written_is_read()
    {
        var read = PersonFile.Read(Bytes, "file", HumanBody.Model);
        Assert.That(read.Person.Body.Coefficients.ToArray(), Is.EqualTo(Person.Person.Body.Coefficients.ToArray()));
        for (var i = 0; i < read.Person.Body.Rest.Length; i++)
            Assert.That(Vector3.Distance(read.Person.Body.Rest[i], Person.Person.Body.Rest[i]), Is.LessThan(2e-6f), $"metres, vertex {i}");
        Assert.That(read.Pose, Is.EqualTo(Person.Pose));
        Assert.That(read.Expression, Is.EqualTo(Person.Expression));
        Assert.That(read.Camera, Is.EqualTo(Person.Camera));
        Assert.That(read.Person.Texture.Level(0), Is.EqualTo(Person.Person.Texture.Level(0)));
        Assert.That(read.Picture.Bytes, Is.EqualTo(Person.Picture.Bytes));
        Assert.That(read.Matte, Is.EqualTo(Person.Matte));
        Assert.That(read.Person.Background.Bytes, Is.EqualTo(Person.Person.Background.Bytes));
        Assert.That((read.Coverage, read.FitError), Is.EqualTo((Person.Coverage, Person.FitError)));
        Assert.That(PersonFile.ToBytes(read), Is.EqualTo(Bytes));
    }

    [Test]
    public void A_small_file_leaves_the_picture_to_the_one_beside_it()
    {
        var bytes = PersonFile.ToBytes(Person, withPicture: false);
        Assert.That(bytes, Has.Length.LessThan(Bytes.Length - Person.Picture.Bytes.Length), "noise packs to its own size");
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["me.person"], bytes);
        var read = PersonFile.ReadBeside(folder["me.png"], Person.Picture, HumanBody.Model)!;
        Assert.That(read.Picture, Is.SameAs(Person.Picture));
        Assert.That(read.Matte, Is.Empty);
        Assert.That(read.Person.Texture.Level(0), Is.EqualTo(Person.Person.Texture.Level(0)));
        Assert.That(read.Person.Background.Bytes, Is.EqualTo(Person.Person.Background.Bytes));
        Assert.That(PersonFile.ReadBeside(folder["me.png"], new RgbImage(40, 30), HumanBody.Model), Is.Null, "another picture");
        Assert.That(() => PersonFile.Read(folder["me.person"], HumanBody.Model),
            Throws.InstanceOf<FormatException>().With.Message.Contains("me.person").And.Message.Contains("picture of the same name"));
    }

    [Test]
    public void A_person_without_a_matte_is_kept_so()
    {
        var bare = Person with { Matte = [] };
        var read = PersonFile.Read(PersonFile.ToBytes(bare), "file", HumanBody.Model);
        Assert.That(read.Matte, Is.Empty);
    }

    [Test]
    public void Embeddings_are_kept_bit_by_bit()
    {
        var bytes = PersonFile.ToBytes(Embedded);
        var read = PersonFile.Read(bytes, "file", HumanBody.Model);
        Assert.That(read.Embeddings.Select(each => (each.Name, each.Networks)), Is.EqualTo(Embedded.Embeddings.Select(each => (each.Name, each.Networks))));
        Assert.That(read.Embeddings.Select(each => each.Values), Is.EqualTo(Embedded.Embeddings.Select(each => each.Values)));
        Assert.That(PersonFile.ToBytes(read), Is.EqualTo(bytes));
        Assert.That(PersonFile.ToBytes(Embedded, withPicture: false), Is.EqualTo(PersonFile.ToBytes(Person, withPicture: false)),
            "small files leave them out");
        Assert.That(PersonFile.Read(Bytes, "file", HumanBody.Model).Embeddings, Is.Empty, "a file without the section");
    }

    [TestCase(float.NaN, 64, "NaN"), TestCase(1f, 63, "63 digits")]
    public void Embeddings_that_cannot_be_are_refused(float value, int digits, string message) =>
        Assert.That(() => PersonFile.ToBytes(Person with { Embeddings = [new("x", new string('a', digits), [value])] }),
            Throws.ArgumentException.With.Message.Contains(message));

    [Test]
    public void A_section_longer_than_the_file_takes_no_memory()
    {
        var bytes = PersonFile.ToBytes(Person with { Embeddings = [new("x", new string('a', 64), [1])] });
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 12), uint.MaxValue); // of numbers, before one number and the checksum
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Crc32.Of(bytes.AsSpan(0, bytes.Length - 4)));
        Assert.That(() => PersonFile.Read(bytes, "p.person", HumanBody.Model),
            Throws.InstanceOf<FormatException>().With.Message.Contains("p.person").And.Message.Contains("4294967295 numbers"));
    }

    [TestCase(1u), TestCase(3u)]
    public void A_file_of_another_version_beside_a_picture_is_ignored_with_a_warning(uint version)
    {
        var bytes = (byte[])Bytes.Clone();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), version);
        Assert.That(Ignored(bytes, HumanBody.Model), Does.Contain("me.person: version " + version).And.Contain("ignored").And.Contain("`avatar source`"));
        Assert.That(() => PersonFile.Read(bytes, "p.person", HumanBody.Model),
            Throws.InstanceOf<FormatException>().With.Message.Contains("version " + version), "a file that was named");
    }

    [Test]
    public void A_file_of_another_body_model_beside_a_picture_is_ignored_with_a_warning() =>
        Assert.That(Ignored(Bytes, OtherModel), Does.Contain("me.person").And.Contain("another body model").And.Contain("ignored"));

    /// <summary>The one warning.</summary>
    static string Ignored(byte[] bytes, BodyModel model)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["me.person"], bytes);
        var warnings = new List<string>();
        Assert.That(PersonFile.ReadBeside(folder["me.png"], Person.Picture, model, warnings.Add), Is.Null);
        Assert.That(PersonFile.ReadBeside(folder["me.png"], Person.Picture, model), Is.Null, "and without anybody to warn");
        return warnings.Single();
    }

    static BodyModel OtherModel
    {
        get
        {
            var model = HumanBody.Model;
            return new(model.Mesh, model.Joints, model.Average, model.Shapes, model.Expressions, [], model.Landmarks);
        }
    }

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public void Any_bytes_are_read_or_refused(int seed)
    {
        var random = new Random(seed);
        var bytes = PersonFile.ToBytes(random.Next(2) == 0 ? Person : Embedded);
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            var fromEnd = random.Next(3) switch { 0 => random.Next(bytes.Length), 1 => random.Next(150), _ => random.Next(30_000) };
            bytes[bytes.Length - 1 - fromEnd] = (byte)random.Next(256);
        }
        if (random.Next(3) == 0)
            bytes = bytes[..random.Next(bytes.Length)];
        if (bytes.Length >= 20 && random.Next(4) > 0) // the checksum of the damaged content
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), (uint)bytes.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Crc32.Of(bytes.AsSpan(0, bytes.Length - 4)));
        }
        try
        {
            PersonFile.Read(bytes, "mutated", HumanBody.Model);
        }
        catch (FormatException error)
        {
            Assert.That(error.Message, Does.StartWith("mutated"));
        }
    }

    [Test]
    public void A_person_of_another_body_model_is_refused() =>
        Assert.That(() => PersonFile.Read(Bytes, "p.person", OtherModel), Throws.InstanceOf<FormatException>().With.Message.Contains("another body model"));
}
