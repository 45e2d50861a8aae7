using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Body.Fitting;

/// <summary>
/// Fits a body model to one person in a picture: shape, pose, expression and camera by least squares on landmarks and outline, then displacements along the
/// normals. One fitter serves any number of pictures; fits on several threads are independent.
/// </summary>
/// <remarks>As SMPLify-X (Pavlakos et al. 2019, arXiv:1904.05866), with Levenberg-Marquardt, analytic derivatives and metric landmarks.</remarks>
public sealed class BodyFitter
{
    /// <summary>Focal length in longer sides of the picture where it is unknown: 48 degrees across, a usual lens.</summary>
    const float UsualFocal = 1.12f;

    const int OutlineCells = 200, MostOutlineCells = 640, OutlinePoints = 260, OutlineRounds = 3, DisplacementRounds = 3;

    readonly BodyModel _model;
    readonly LandmarkPoints _points;
    readonly PosePrior _prior;
    readonly NormalDisplacement _displacement;

    public BodyFitter(BodyModel model)
    {
        _model = model;
        _points = new LandmarkPoints(model);
        _prior = new PosePrior(model);
        _displacement = new NormalDisplacement(model);
    }

    /// <exception cref="ArgumentException">A part of the target has another length than it should.</exception>
    public FittedBody Fit(FitTarget target)
    {
        target.Require();
        var focal = target.FocalLength ?? UsualFocal * Math.Max(target.Width, target.Height);
        var camera = new FitCamera(focal, new Vector2(target.Width, target.Height) / 2);
        var terms = new LandmarkTerms(target, _points, _prior);
        var state = FitStart.Of(_model, target, _points, camera);
        state = FitSolver.Solve(state, Active(state, details: false), camera, terms.AddTo, steps: 15);
        terms.HasDetails = true;
        var isActive = Active(state, details: true);
        state = FitSolver.Solve(state, isActive, camera, terms.AddTo, steps: 15);
        var displacements = new float[_model.VertexCount];
        float? overlap = null;
        if (target.Matte is not null)
        {
            var outline = new Outline(_model, target, CellsFor(target));
            for (var round = 0; round < OutlineRounds; round++)
                state = FitOutline(state, isActive, camera, terms, outline);
            overlap = Displace(state, camera, outline, displacements);
        }
        return Result(state, target, camera, displacements, overlap);
    }

    /// <summary>Cells along the picture, so that a person who takes a small part of it has as many as one who fills it.</summary>
    static int CellsFor(FitTarget target)
    {
        var (low, high) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        foreach (var joint in target.Joints)
            if (joint.Visibility >= 0.5f)
                (low, high) = (Vector2.Min(low, joint.Pixels), Vector2.Max(high, joint.Pixels));
        var (person, picture) = (1.15f * MathF.Max(high.X - low.X, high.Y - low.Y), Math.Max(target.Width, target.Height)); // hair and toes included
        return person > 0 ? (int)Math.Clamp(OutlineCells * picture / person, OutlineCells, MostOutlineCells) : OutlineCells;
    }

    /// <summary>Which unknowns a stage changes: without details neither fingers nor face.</summary>
    bool[] Active(FitState state, bool details)
    {
        var isActive = new bool[state.Count];
        isActive.AsSpan(0, FitState.Rotations).Fill(true);
        isActive.AsSpan(FitState.Rotations, 3).Fill(true); // hips
        foreach (var joint in _prior.Joints)
        {
            var bone = _model.Joints.Bones[joint];
            if (details || !HumanBones.IsFinger(bone) && bone is not HumanBodyBones.LeftEye and not HumanBodyBones.RightEye)
                isActive.AsSpan(FitState.Rotations + 3 * joint, 3).Fill(true);
        }
        for (var k = 0; k < state.Shape.Length; k++)
            isActive[state.ShapeStart + k] = details || !_model.Shapes[k].IsOfFace;
        isActive.AsSpan(state.ExpressionStart).Fill(details);
        return isActive;
    }

    FitState FitOutline(FitState state, bool[] isActive, FitCamera camera, LandmarkTerms terms, Outline outline)
    {
        var surface = new PosedSurface(new ShapedBody(_model, state.Shape));
        Pose(surface, state);
        outline.Draw(surface.Positions, camera);
        var scale = camera.Scale(state.Hips);
        var points = new List<(FitPoint Point, OutlinePoint Outline)>();
        foreach (var point in outline.Compare(0.12f * scale, OutlinePoints))
            points.Add((new FitPoint(_model, point.Point), point));
        return FitSolver.Solve(state, isActive, camera, Add, steps: 4);

        void Add(FitSum sum)
        {
            terms.AddTo(sum);
            foreach (var (point, seen) in points)
            {
                // Clothes and hair lie outside the body, so a matte that reaches further says little.
                var deviation = seen.Gap > 0 ? 0.04f : 0.015f;
                sum.AddLine(point, seen.Pixels, seen.Normal, MathF.Max(1, deviation * scale), 0.5f, 1.5f);
            }
        }
    }

    /// <summary>Moves the surface to the matte's outline.</summary>
    /// <returns>The overlap of both.</returns>
    float Displace(FitState state, FitCamera camera, Outline outline, float[] displacements)
    {
        for (var round = 0; ; round++)
        {
            var surface = new PosedSurface(new ShapedBody(_model, state.Shape, displacements));
            Pose(surface, state);
            outline.Draw(surface.Positions, camera);
            if (round == DisplacementRounds)
                return outline.Overlap;
            var points = outline.Compare(0.15f * camera.Scale(state.Hips), 4 * OutlinePoints);
            _displacement.Add(points, surface.Normals, point => camera.Scale(surface.Positions[point.A]), displacements);
        }
    }

    static void Pose(PosedSurface surface, FitState state)
    {
        var skeleton = surface.Body.Skeleton;
        var model = new Matrix4x4[skeleton.Count];
        LocalToModel.Run(skeleton, state.ToPose(skeleton), model);
        surface.Pose(model, state.Expression);
    }

    FittedBody Result(FitState state, FitTarget target, FitCamera camera, float[] displacements, float? overlap)
    {
        var body = new ShapedBody(_model, state.Shape, displacements);
        var joints = new FitKinematics(_model);
        joints.Update(state);
        var (error, coverage, weights) = (0f, 0f, 0f);
        for (var i = 0; i < target.Joints.Length; i++)
        {
            var seen = target.Joints[i];
            coverage += seen.Visibility / target.Joints.Length;
            if (seen.Visibility < 0.5f)
                continue;
            var place = _points.Pose[i].Locate(state, joints);
            error += seen.Visibility * Vector2.DistanceSquared(camera.Project(place), seen.Pixels) / MathF.Pow(camera.Scale(place), 2);
            weights += seen.Visibility;
        }
        var height = HeightOf(body);
        var fitError = weights > 0 ? MathF.Sqrt(error / weights) / height : 1;
        return new FittedBody
        {
            Body = body,
            Pose = state.ToPose(body.Skeleton),
            Expression = state.Expression,
            Camera = new Camera
            {
                Position = Vector3.Zero, Width = target.Width, Height = target.Height, FocalLength = camera.Focal,
            },
            Coverage = coverage,
            FitError = fitError,
            OutlineOverlap = overlap,
            Warnings = FitWarnings.Of(coverage, fitError, overlap, target.Joints),
        };
    }

    static float HeightOf(ShapedBody body)
    {
        var height = 0f;
        foreach (var vertex in body.Rest)
            height = MathF.Max(height, vertex.Y);
        return height;
    }
}
