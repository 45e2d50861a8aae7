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

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public void Any_bytes_are_read_or_refused(int seed)
    {
        var random = new Random(seed);
        var bytes = (byte[])Bytes.Clone();
        for (var change = random.Next(1, 6); change > 0; change--)
            bytes[random.Next(2) == 0 ? random.Next(bytes.Length) : bytes.Length - 1 - random.Next(30_000)] = (byte)random.Next(256);
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
    public void A_person_of_another_body_model_is_refused()
    {
        var model = HumanBody.Model;
        var other = new BodyModel(model.Mesh, model.Joints, model.Average, model.Shapes, model.Expressions, [], model.Landmarks);
        Assert.That(() => PersonFile.Read(Bytes, "p.person", other), Throws.InstanceOf<FormatException>().With.Message.Contains("another body model"));
    }
}
