using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Body.Fitting;

/// <summary>The landmarks of a body model, ready to be fitted; shared by all fits of the model.</summary>
sealed class LandmarkPoints
{
    public LandmarkPoints(BodyModel model)
    {
        FitPoint[] Of(string set) => Array.ConvertAll(model.PointsOf(set), point => new FitPoint(model, point));
        (Pose, LeftHand, RightHand, Face) = (Of("pose"), Of("leftHand"), Of("rightHand"), Of("face"));
    }

    public FitPoint[] Pose { get; }

    public FitPoint[] LeftHand { get; }

    public FitPoint[] RightHand { get; }

    public FitPoint[] Face { get; }
}

/// <summary>Residuals of what is seen (joints, hands, face) and of what is likely (shape, pose, expression).</summary>
sealed class LandmarkTerms
{
    const int LeftHip = 23, RightHip = 24, FaceEnd = 11, HandStart = 17, HandEnd = 23;
    const float Robust = 2.5f; // standard deviations
    const float Hidden = 0.05f; // weight of a joint that is not seen
    const float FaceDeviation = 0.008f, HandDeviation = 0.008f, HandMetresDeviation = 0.012f; // metres
    const float GuessedDepthDeviation = 0.2f, GuessedHandDepthDeviation = 0.05f; // metres, of a depth that no network saw
    /// <summary>Of the body's shape coefficients, in standard deviations of the population. Below 1: a landmark's errors in the picture and in space, and
    /// those of its neighbours, go together, so that landmarks count for more than they tell about the proportions.</summary>
    const float ShapeDeviation = 0.5f;

    const float ExpressionDeviation = 0.3f, ExpressionBeyond = 0.05f, ScaleDeviation = 0.1f;

    /// <summary>Metres by which a landmark network and the body differ in where a joint is.</summary>
    static readonly float[] Deviations =
    [
        0.02f, 0.02f, 0.02f, 0.02f, 0.02f, 0.02f, 0.02f, 0.025f, 0.025f, 0.02f, 0.02f, // nose, eyes, ears, mouth
        0.03f, 0.03f, 0.02f, 0.02f, 0.018f, 0.018f, 0.03f, 0.03f, 0.03f, 0.03f, 0.03f, 0.03f, // shoulders, elbows, wrists, hands
        0.04f, 0.04f, 0.025f, 0.025f, 0.02f, 0.02f, 0.03f, 0.03f, 0.035f, 0.035f, // hips, knees, ankles, heels, toes
    ];

    readonly FitTarget _target;
    readonly LandmarkPoints _points;
    readonly PosePrior _prior;

    public LandmarkTerms(FitTarget target, LandmarkPoints points, PosePrior prior) => (_target, _points, _prior) = (target, points, prior);

    /// <summary>Whether hands and face are part of the fit yet.</summary>
    public bool HasDetails { get; set; }

    public void AddTo(FitSum sum)
    {
        var pixelsPerMetre = sum.Camera.Scale(sum.State.Hips);
        AddJoints(sum, pixelsPerMetre);
        if (HasDetails)
        {
            AddHand(sum, _target.LeftHand, _points.LeftHand, pixelsPerMetre);
            AddHand(sum, _target.RightHand, _points.RightHand, pixelsPerMetre);
            AddFace(sum, pixelsPerMetre);
        }
        _prior.AddTo(sum);
        AddNumbers(sum);
    }

    /// <summary>How much a joint is believed.</summary>
    public static float WeightOf(SeenJoint joint) => MathF.Max(Hidden, joint.Visibility * joint.Visibility);

    void AddJoints(FitSum sum, float pixelsPerMetre)
    {
        for (var i = 0; i < _target.Joints.Length; i++)
        {
            var joint = _target.Joints[i];
            var isHand = i is >= HandStart and < HandEnd;
            if (HasDetails && (i < FaceEnd && _target.Face is not null || isHand && (i % 2 == 1 ? _target.LeftHand : _target.RightHand) is not null))
                continue; // seen better
            var weight = WeightOf(joint);
            if (joint.Visibility > 0.2f)
                sum.AddPixels(_points.Pose[i], joint.Pixels, MathF.Max(1, Deviations[i] * pixelsPerMetre), weight, Robust);
            var spread = 1.5f * Deviations[i];
            sum.AddDifference(_points.Pose[i], _points.Pose[i % 2 == 1 ? LeftHip : RightHip], Metres(i) - Metres(i % 2 == 1 ? LeftHip : RightHip),
                new Vector3(0.03f + spread, 0.03f + spread, _target.IsDepthKnown ? spread : GuessedDepthDeviation), weight, Robust);
        }
    }

    Vector3 HandDeviations => new(HandMetresDeviation, HandMetresDeviation, _target.IsDepthKnown ? HandMetresDeviation : GuessedHandDepthDeviation);

    Vector3 Metres(int joint) => Flipped(_target.Joints[joint].Metres);

    void AddHand(FitSum sum, SeenHand? hand, FitPoint[] points, float pixelsPerMetre)
    {
        if (hand is null)
            return;
        for (var i = 0; i < points.Length; i++)
        {
            sum.AddPixels(points[i], hand.Pixels[i], MathF.Max(0.7f, HandDeviation * pixelsPerMetre), 1, Robust);
            if (i > 0)
                sum.AddDifference(points[i], points[0], Flipped(hand.Metres[i] - hand.Metres[0]), HandDeviations, 1, Robust);
        }
    }

    void AddFace(FitSum sum, float pixelsPerMetre)
    {
        if (_target.Face is not { } face)
            return;
        for (var i = 0; i < face.Length; i++)
            sum.AddPixels(_points.Face[i], face[i], MathF.Max(0.7f, FaceDeviation * pixelsPerMetre), 0.5f, Robust);
    }

    void AddNumbers(FitSum sum)
    {
        var state = sum.State;
        sum.AddNumber(FitState.Scale, state.LogScale, ScaleDeviation);
        for (var k = 0; k < state.Shape.Length; k++)
            sum.AddNumber(state.ShapeStart + k, state.Shape[k], ShapeDeviationOf(state.Model.Shapes[k]));
        for (var e = 0; e < state.Expression.Length; e++)
        {
            var weight = state.Expression[e];
            sum.AddNumber(state.ExpressionStart + e, weight, ExpressionDeviation);
            if (weight < 0)
                sum.AddNumber(state.ExpressionStart + e, weight, ExpressionBeyond);
            else if (weight > 1)
                sum.AddNumber(state.ExpressionStart + e, weight - 1, ExpressionBeyond);
        }
    }

    /// <summary>Where depth is only guessed, a bone must stay free to be as short as it looks.</summary>
    float ShapeDeviationOf(BodyDirection shape) => shape.IsOfFace || !_target.IsDepthKnown ? 1 : ShapeDeviation;

    /// <summary>From y down, z away to y up, z towards the camera.</summary>
    static Vector3 Flipped(Vector3 metres) => new(metres.X, -metres.Y, -metres.Z);
}
