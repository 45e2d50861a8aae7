using Avatars.Scripting;

/// <summary>The right hand follows the mouse, and the eyes follow the hand; the left button makes a fist. Run it in the viewer.</summary>
public class Mouse : AvatarBehaviour
{
    [Range(0.2f, 0.6f), Tooltip("Metres in front of the body.")] public float depth = 0.35f;
    [Range(0.01f, 0.5f), Tooltip("Seconds until the hand is there.")] public float lag = 0.12f;

    Vector3 point = new Vector3(0.35f, 1.3f, 0.35f), speed;

    void Start() => avatar.camera.Orbit(new Vector3(0, 1, 0), 0, 0, 4);

    void Update()
    {
        var camera = avatar.camera;
        var distance = camera.transform.position.z - depth; // the camera is in front of the person
        var mouse = Input.mousePosition;
        var wanted = camera.ScreenToWorldPoint(new Vector3(mouse.x, mouse.y, distance));
        point = Vector3.SmoothDamp(point, wanted, ref speed, lag);
        if (Input.GetMouseButtonDown(0))
            Pose().Shape(Hand.Right, "fist").In(0.15f);
        if (Input.GetMouseButtonUp(0))
            Pose().Shape(Hand.Right, "open").In(0.15f);
    }

    void OnAnimatorIK(int layer)
    {
        animator.SetIKPosition(AvatarIKGoal.RightHand, point);
        animator.SetIKPositionWeight(AvatarIKGoal.RightHand, 1);
        animator.SetLookAtPosition(point);
        animator.SetLookAtWeight(1, 0.1f, 0.8f, 1);
    }
}
