global using AnimationClip = Avatars.Scripting.AnimationClip;
global using AnimationCurve = Avatars.Animation.AnimationCurve;
global using HumanBodyBones = Avatars.Rig.HumanBodyBones;
global using Keyframe = Avatars.Animation.Keyframe;
global using Object = Avatars.Scripting.Object;
global using Random = Avatars.Scripting.Random;
global using WeightedMode = Avatars.Animation.WeightedMode;
global using WrapMode = Avatars.Animation.WrapMode;
