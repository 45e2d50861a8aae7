using Avatars.Animation;
using Avatars.Scripting;
using Object = Avatars.Scripting.Object;

namespace Avatars.Tests.Scripting;

/// <summary>Unity's Debug and inspector attributes: numbered behaviours K1 to K17.</summary>
[Category("Conformance")]
public sealed class DebugConformance
{
    TestScene _scene = null!;

    [SetUp] public void Begin() => _scene = new TestScene();

    [TearDown] public void End() => _scene.Dispose();

    List<LogEntry> Logged(Action action)
    {
        _scene.Run(action);
        return _scene.Log;
    }

    [Test] public void K1_Null_and_numbers_are_printed_alike_everywhere() => Assert.That(Logged(() =>
    {
        Debug.Log(null);
        Debug.Log(1.5f);
        Debug.Log(new Vector3(1, 2, 3));
    }).Select(entry => entry.Message), Is.EqualTo(new[] { "Null", "1.5", "(1.00, 2.00, 3.00)" }));

    [Test] public void K2_Every_call_has_its_kind_and_exceptions_keep_their_stack()
    {
        Exception thrown = null!;
        try
        {
            throw new InvalidOperationException("on purpose");
        }
        catch (InvalidOperationException error)
        {
            thrown = error;
        }
        var log = Logged(() =>
        {
            Debug.LogError("e");
            Debug.Assert(false);
            Debug.LogWarning("w");
            Debug.Log("l");
            Debug.LogException(thrown);
        });
        Assert.That(log.Select(entry => (int)entry.Type), Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
        Assert.That(log[4].Exception!.StackTrace, Does.Contain(nameof(K2_Every_call_has_its_kind_and_exceptions_keep_their_stack)));
    }

    [Test] public void K3_A_failed_assertion_is_logged_and_throws_nothing() =>
        Assert.That(Logged(() => { Debug.Assert(false); Debug.Assert(true); }).Single().Message, Is.EqualTo("Assertion failed"));

    [Test] public void K4_Lines_are_white_and_last_a_frame()
    {
        _scene.Run(() =>
        {
            Debug.DrawLine(Vector3.zero, Vector3.one);
            Debug.DrawRay(Vector3.one, Vector3.up, Color.red, 0.15f);
        });
        Assert.That(_scene.Scene.Lines[0], Is.EqualTo(new DebugLine(Vector3.zero, Vector3.one, Color.white, 0, true)));
        Assert.That(_scene.Scene.Lines[1].End, Is.EqualTo(new Vector3(1, 2, 1)));
        _scene.Frames(1, 0.1);
        Assert.That(_scene.Scene.Lines, Has.Count.EqualTo(1));
        _scene.Frames(2, 0.1);
        Assert.That(_scene.Scene.Lines, Is.Empty);
    }

    sealed class Printer : MonoBehaviour
    {
        void Update() => print("hello");
    }

    [Test] public void K5_Print_is_Log()
    {
        _scene.Add<Printer>();
        _scene.Frames(1);
        Assert.That((_scene.Log.Single().Type, _scene.Log.Single().Message), Is.EqualTo((LogType.Log, "hello")));
    }

    [Test] public void K6_An_entry_has_its_object()
    {
        var printer = _scene.Add<Printer>();
        Assert.That(Logged(() => Debug.Log("x", printer)).Single().Context, Is.SameAs(printer));
    }

#pragma warning disable CA1051 // serialised fields are public, as in Unity
    [Serializable] public class Nested
    {
        public int count;
    }
#pragma warning restore CA1051

    public class NotSerializable;

    public enum Side { Left, Right }

#pragma warning disable CS0649, CS0169, CS0414, IDE0044, IDE0051, CA1823, CA2211, CA1805 // fields for the inspector
    sealed class Fields : MonoBehaviour
    {
        public const float Constant = 1;
        public static int Shared;
        public readonly int Fixed;
        public float speed = 1;
        [SerializeField] int _hiddenCount = 2;
        int _private;
        [NonSerialized] public int notSaved;
        [HideInInspector] public int saved;
        public string text = "";
        public Side side;
        public Vector3 vector;
        public Color color;
        public Quaternion rotation;
        public AnimationCurve curve = new();
        public GameObject? other;
        public Nested nested = new();
        public NotSerializable? no;
        public int[] numbers = [];
        public List<Vector3> points = [];
        public Dictionary<string, int> dictionary = [];
        public List<int[]> lists = [];
        public int Property { get; set; }
    }

    sealed class Decorated : MonoBehaviour
    {
        [Avatars.Scripting.Range(0, 10), Tooltip("how fast")] public float speed;
        [Min(1)] public int count = 1;
        [Header("Second", order = 2), Header("First", order = 1), Space, Space(12)] public float _maxSpeed;
        [Multiline] public string text = "";
        [TextArea] public string area = "";
        [Delayed] public string late = "";
        [InspectorName("Renamed")] public int original;
        public int Validated { get; private set; }

        void OnValidate() => Validated++;
    }
#pragma warning restore

    [Test] public void K7_Public_and_SerializeField_fields_are_saved()
    {
        var names = InspectedField.Of(_scene.Add<Fields>()).Select(field => field.Name).ToArray();
        Assert.That(names, Does.Contain("speed").And.Contain("_hiddenCount"));
        Assert.That(names, Has.None.AnyOf("Constant", "Shared", "Fixed", "_private", "Property"));
    }

    [Test] public void K8_Types_that_are_saved()
    {
        var names = InspectedField.Of(_scene.Add<Fields>()).Select(field => field.Name).ToArray();
        Assert.That(names, Is.SupersetOf(new[] { "text", "side", "vector", "color", "rotation", "curve", "other", "nested", "numbers", "points" }));
        Assert.That(names, Has.None.AnyOf("no", "dictionary", "lists"));
    }

    [Test] public void K9_Hidden_is_saved_and_NonSerialized_is_not()
    {
        var fields = InspectedField.Of(_scene.Add<Fields>());
        Assert.That(fields.Single(field => field.Name == "saved").IsHidden, Is.True);
        Assert.That(fields.Any(field => field.Name == "notSaved"), Is.False);
    }

    InspectedField Field(out Decorated script, string name)
    {
        script = _scene.Add<Decorated>();
        return InspectedField.Of(script).Single(field => field.Name == name);
    }

    [Test] public void K10_Range_and_Min_clamp_edits_not_code()
    {
        var speed = Field(out var script, "speed");
        _scene.Run(() => speed.Value = 25f);
        Assert.That((script.speed, speed.Range), Is.EqualTo((10f, ((float, float)?)(0f, 10f))));
        script.speed = 25;
        Assert.That(speed.Value, Is.EqualTo(25));
        var count = Field(out script, "count");
        _scene.Run(() => count.Value = -5);
        Assert.That(script.count, Is.EqualTo(1));
    }

    [Test] public void K11_Tooltip_headings_and_space()
    {
        Assert.That(Field(out _, "speed").Tooltip, Is.EqualTo("how fast"));
        var decorated = Field(out _, "_maxSpeed");
        Assert.That(decorated.Headers, Is.EqualTo(new[] { "First", "Second" }));
        Assert.That(decorated.Space, Is.EqualTo(8 + 12));
    }

    [Test] public void K12_Lines_of_texts_and_delay()
    {
        Assert.That((Field(out _, "text").Lines, Field(out _, "area").Lines, Field(out _, "speed").Lines), Is.EqualTo((3, 3, 1)));
        Assert.That(Field(out _, "late").IsDelayed, Is.True);
        Assert.That((new TextAreaAttribute().minLines, new TextAreaAttribute().maxLines), Is.EqualTo((3, 3)));
    }

    [Test] public void K13_Other_attributes_exist()
    {
        Assert.That(Field(out _, "original").Label, Is.EqualTo("Renamed"));
        Assert.That(new ColorUsageAttribute(true).showAlpha, Is.True);
        Assert.That(new ContextMenu("Do it").menuItem, Is.EqualTo("Do it"));
        Assert.That(new ContextMenuItemAttribute("Do", "It").function, Is.EqualTo("It"));
        Assert.That(new NonReorderableAttribute(), Is.InstanceOf<Avatars.Scripting.PropertyAttribute>());
    }

    [Test] public void K14_Property_attributes_have_an_order_and_targets() => Assert.That(
        ((AttributeUsageAttribute)Attribute.GetCustomAttribute(typeof(Avatars.Scripting.PropertyAttribute), typeof(AttributeUsageAttribute))!).ValidOn,
        Is.EqualTo(AttributeTargets.Field | AttributeTargets.Property));

    [RequireComponent(typeof(Printer)), DisallowMultipleComponent] sealed class Needy : MonoBehaviour;

    [Test] public void K15_Required_components_are_added_and_single_ones_stay_single() => _scene.Run(() =>
    {
        var owner = new GameObject();
        owner.AddComponent<Needy>();
        Assert.That(owner.GetComponent<Printer>(), Is.Not.Null);
        Assert.That(() => owner.AddComponent<Needy>(), Throws.ArgumentException);
    });

    [TestCase("_maxSpeed", "Max Speed"), TestCase("m_MaxSpeed", "Max Speed"), TestCase("maxSpeed", "Max Speed"), TestCase("ikTarget2", "Ik Target 2")]
    [TestCase("HTTPServer", "HTTP Server")]
    public void K16_Labels_are_words(string name, string label) => Assert.That(InspectedField.LabelOf(name), Is.EqualTo(label));

    [Test] public void K17_OnValidate_follows_an_edit()
    {
        var speed = Field(out var script, "speed");
        _scene.Run(() => speed.Value = 3f);
        Assert.That(script.Validated, Is.EqualTo(1));
    }

    [TestCase("speed", "2.5", 2.5f), TestCase("side", "right", Side.Right), TestCase("text", "a b", "a b"), TestCase("_hiddenCount", "7", 7)]
    public void Fields_are_set_from_text(string name, string text, object expected)
    {
        var field = InspectedField.Of(_scene.Add<Fields>()).Single(one => one.Name == name);
        _scene.Run(() => field.SetText(text));
        Assert.That(field.Value, Is.EqualTo(expected));
    }

    [Test] public void A_vector_is_set_from_text_and_a_wrong_text_says_what_is_expected()
    {
        var fields = InspectedField.Of(_scene.Add<Fields>()).ToDictionary(field => field.Name);
        _scene.Run(() => fields["vector"].SetText("1,2.5,-3"));
        Assert.That((Vector3)fields["vector"].Value!, Is.EqualTo(new Vector3(1, 2.5f, -3)));
        Assert.That(() => fields["speed"].SetText("fast"), Throws.TypeOf<FormatException>().With.Message.EqualTo("speed=fast: a number is expected."));
        Assert.That(() => fields["side"].SetText("up"), Throws.TypeOf<FormatException>().With.Message.Contains("Left, Right"));
        Assert.That(() => fields["vector"].SetText("1,2"), Throws.TypeOf<FormatException>().With.Message.Contains("three numbers"));
    }
}
