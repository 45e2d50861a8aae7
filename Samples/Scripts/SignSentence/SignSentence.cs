using System.Threading;
using System.Threading.Tasks;
using Avatars.Scripting;

/// <summary>Signs a sentence: words of the lexicon beside this file, the others fingerspelled. Nods at the end.</summary>
public class SignSentence : AvatarBehaviour
{
    public string text = "GOOD DAY AVA";
    [Range(0.5f, 2), Tooltip("Pace.")] public float rate = 1;

    readonly CancellationTokenSource _stop = new();

    async void Start()
    {
        avatar.camera.framing = CameraFraming.Waist;
        try
        {
            await Sign(text, rate: rate, lexicons: "signs.sigml").Until(_stop.Token);
            await Pose().Turn(HumanBodyBones.Head, new Vector3(12, 0, 0)).In(0.25f).Then().Turn(HumanBodyBones.Head, Vector3.zero).In(0.25f);
        }
        catch (TaskCanceledException)
        {
            Debug.Log("stopped");
        }
        Application.Quit();
    }

    /// <summary>A click stops the signing where it is.</summary>
    void Update()
    {
        if (Input.GetMouseButtonDown(0))
            _stop.Cancel();
    }
}
