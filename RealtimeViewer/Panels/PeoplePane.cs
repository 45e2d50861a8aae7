using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>The rigs of all people, the far ones first; those who are not edited stand back.</summary>
sealed class PeoplePane
{
    const float StrengthOfOthers = 0.5f;

    readonly RigPane _edited = new();
    readonly List<RigPane> _others = [];
    int[] _order = [];
    float[] _distances = [];

    public void Draw(DrawList draw, Box picture, Camera camera, Session session)
    {
        if (session.HasFloor)
            RigPane.DrawFloor(draw, picture, camera);
        var others = session.Others;
        Sort(camera, session);
        for (var i = 0; i <= others.Count; i++)
        {
            var index = others.Count == 0 ? 0 : _order[i];
            if (index == others.Count)
                _edited.Draw(draw, picture, camera, session.Rig, session.BodyTexture);
            else
                _others[index].Draw(draw, picture, camera, others[index].Rig, others[index].BodyTexture, StrengthOfOthers);
        }
    }

    /// <summary>Indices of the others, and behind them that of the edited person, the farthest first.</summary>
    void Sort(Camera camera, Session session)
    {
        var others = session.Others;
        if (_order.Length != others.Count + 1)
            (_order, _distances) = (new int[others.Count + 1], new float[others.Count + 1]);
        while (_others.Count < others.Count)
            _others.Add(new RigPane());
        for (var i = 0; i <= others.Count; i++)
            (_order[i], _distances[i]) = (i, -DistanceOf(camera, i < others.Count ? others[i].Rig : session.Rig));
        Array.Sort(_distances, _order);
    }

    static float DistanceOf(Camera camera, PoseSampler rig) => Vector3.Distance(camera.Position, rig.Model[rig.Map[HumanBodyBones.Hips]].Translation);
}
