using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Rig;

namespace Avatars.Tests.Rig;

/// <summary>Each tool's names, helpers included: every bone is the joint that the tool means by it, and no other.</summary>
public sealed class HumanoidNamesTests
{
    static readonly (string Tool, string Scheme)[] Schemes =
    [
        ("Mixamo", """
            Left Right Hips:mixamorig:Hips Spine:mixamorig:Spine Chest:mixamorig:Spine1 UpperChest:mixamorig:Spine2 Neck:mixamorig:Neck Head:mixamorig:Head
            +mixamorig:HeadTop_End<mixamorig:Head
            LeftEye:mixamorig:LeftEye LeftShoulder:mixamorig:LeftShoulder LeftUpperArm:mixamorig:LeftArm LeftLowerArm:mixamorig:LeftForeArm
            LeftHand:mixamorig:LeftHand
            LeftThumbProximal:mixamorig:LeftHandThumb1 LeftThumbIntermediate:mixamorig:LeftHandThumb2 LeftThumbDistal:mixamorig:LeftHandThumb3
            +mixamorig:LeftHandThumb4<mixamorig:LeftHandThumb3
            LeftIndexProximal:mixamorig:LeftHandIndex1 LeftIndexIntermediate:mixamorig:LeftHandIndex2 LeftIndexDistal:mixamorig:LeftHandIndex3
            +mixamorig:LeftHandIndex4<mixamorig:LeftHandIndex3
            LeftUpperLeg:mixamorig:LeftUpLeg LeftLowerLeg:mixamorig:LeftLeg LeftFoot:mixamorig:LeftFoot LeftToes:mixamorig:LeftToeBase
            +mixamorig:LeftToe_End<mixamorig:LeftToeBase
            """),
        ("Mixamo through Sketchfab", """
            Left Right Hips:mixamorig:Hips_01<_rootJoint +_rootJoint Spine:mixamorig:Spine_02 Neck:mixamorig:Neck_03 Head:mixamorig:Head_04
            LeftUpperArm:mixamorig:LeftArm_05 LeftLowerArm:mixamorig:LeftForeArm_06
            LeftHand:mixamorig:LeftHand_07 LeftIndexProximal:mixamorig:LeftHandIndex1_08 LeftIndexIntermediate:mixamorig:LeftHandIndex2_09
            LeftIndexDistal:mixamorig:LeftHandIndex3_010 LeftUpperLeg:mixamorig:LeftUpLeg_011 LeftLowerLeg:mixamorig:LeftLeg_012
            LeftFoot:mixamorig:LeftFoot_013
            """),
        ("Unreal mannequin", """
            _l _r +root Hips:pelvis<root Spine:spine_01 Chest:spine_02 UpperChest:spine_03 Neck:neck_01 Head:head LeftShoulder:clavicle_l
            LeftUpperArm:upperarm_l +upperarm_twist_01_l<upperarm_l LeftLowerArm:lowerarm_l
            +lowerarm_twist_01_l<lowerarm_l LeftHand:hand_l LeftThumbProximal:thumb_01_l LeftThumbIntermediate:thumb_02_l LeftThumbDistal:thumb_03_l
            LeftLittleProximal:pinky_01_l LeftLittleIntermediate:pinky_02_l LeftLittleDistal:pinky_03_l
            LeftUpperLeg:thigh_l +thigh_twist_01_l<thigh_l LeftLowerLeg:calf_l +calf_twist_01_l<calf_l LeftFoot:foot_l LeftToes:ball_l +ik_foot_root<root
            +ik_foot_l<ik_foot_root +ik_hand_root<root +ik_hand_gun<ik_hand_root +ik_hand_l<ik_hand_gun
            """),
        ("Unreal 5 mannequin", """
            _l _r +root Hips:pelvis<root Spine:spine_01 +spine_02<spine_01 Chest:spine_03<spine_02 +spine_04<spine_03 UpperChest:spine_05<spine_04
            Neck:neck_01 +neck_02<neck_01 Head:head<neck_02
            LeftShoulder:clavicle_l LeftUpperArm:upperarm_l LeftLowerArm:lowerarm_l LeftHand:hand_l +index_metacarpal_l<hand_l
            LeftIndexProximal:index_01_l<index_metacarpal_l LeftIndexIntermediate:index_02_l LeftIndexDistal:index_03_l
            LeftUpperLeg:thigh_l LeftLowerLeg:calf_l LeftFoot:foot_l LeftToes:ball_l +upperarm_correctiveRoot_l<upperarm_l
            """),
        ("3ds Max Biped", """
            ~L~ ~R~ +Bip001 Hips:Bip001~Pelvis<Bip001 Spine:Bip001~Spine Chest:Bip001~Spine1 Neck:Bip001~Neck Head:Bip001~Head +Bip001~HeadNub<Bip001~Head
            LeftShoulder:Bip001~L~Clavicle<Bip001~Neck LeftUpperArm:Bip001~L~UpperArm
            LeftLowerArm:Bip001~L~Forearm LeftHand:Bip001~L~Hand LeftThumbProximal:Bip001~L~Finger0 LeftThumbIntermediate:Bip001~L~Finger01
            LeftThumbDistal:Bip001~L~Finger02 +Bip001~L~Finger0Nub<Bip001~L~Finger02
            LeftIndexProximal:Bip001~L~Finger1 LeftIndexIntermediate:Bip001~L~Finger11 LeftIndexDistal:Bip001~L~Finger12
            LeftLittleProximal:Bip001~L~Finger4 LeftLittleIntermediate:Bip001~L~Finger41 LeftLittleDistal:Bip001~L~Finger42
            LeftUpperLeg:Bip001~L~Thigh<Bip001~Spine LeftLowerLeg:Bip001~L~Calf LeftFoot:Bip001~L~Foot LeftToes:Bip001~L~Toe0
            +Bip001~L~Toe0Nub<Bip001~L~Toe0 +Bip001~Footsteps<Bip001
            """),
        ("Source engine", """
            _L_ _R_ Hips:ValveBiped.Bip01_Pelvis Spine:ValveBiped.Bip01_Spine +ValveBiped.Bip01_Spine1<ValveBiped.Bip01_Spine
            Chest:ValveBiped.Bip01_Spine2<ValveBiped.Bip01_Spine1 UpperChest:ValveBiped.Bip01_Spine4
            Neck:ValveBiped.Bip01_Neck1<ValveBiped.Bip01_Spine4 Head:ValveBiped.Bip01_Head1
            LeftShoulder:ValveBiped.Bip01_L_Clavicle<ValveBiped.Bip01_Spine4 LeftUpperArm:ValveBiped.Bip01_L_UpperArm
            LeftLowerArm:ValveBiped.Bip01_L_Forearm LeftHand:ValveBiped.Bip01_L_Hand
            LeftThumbProximal:ValveBiped.Bip01_L_Finger0 LeftThumbIntermediate:ValveBiped.Bip01_L_Finger01 LeftThumbDistal:ValveBiped.Bip01_L_Finger02
            LeftUpperLeg:ValveBiped.Bip01_L_Thigh LeftLowerLeg:ValveBiped.Bip01_L_Calf
            LeftFoot:ValveBiped.Bip01_L_Foot LeftToes:ValveBiped.Bip01_L_Toe0 +ValveBiped.Anim_Attachment_L_H<ValveBiped.Bip01_L_Hand
            """),
        ("Rigify metarig", """
            .L .R Hips:spine +pelvis.L<spine Spine:spine.001 Chest:spine.002 UpperChest:spine.003 Neck:spine.004 +spine.005<spine.004
            Head:spine.006<spine.005 +face<spine.006 +nose<face +lip.T.L<face LeftEye:eye.L<face Jaw:jaw<face +chin<jaw
            LeftShoulder:shoulder.L LeftUpperArm:upper_arm.L LeftLowerArm:forearm.L LeftHand:hand.L +palm.01.L<hand.L
            LeftIndexProximal:f_index.01.L<palm.01.L LeftIndexIntermediate:f_index.02.L LeftIndexDistal:f_index.03.L LeftThumbProximal:thumb.01.L<palm.01.L
            LeftThumbIntermediate:thumb.02.L LeftThumbDistal:thumb.03.L +breast.L<spine.003 LeftUpperLeg:thigh.L LeftLowerLeg:shin.L LeftFoot:foot.L
            LeftToes:toe.L +heel.02.L<foot.L
            """),
        ("Rigify, generated", """
            .L .R +root +MCH-torso.parent<root +torso<MCH-torso.parent +ORG-spine<torso Hips:DEF-spine<ORG-spine Spine:DEF-spine.001 Chest:DEF-spine.002
            UpperChest:DEF-spine.003 Neck:DEF-spine.004 +DEF-spine.005<DEF-spine.004 Head:DEF-spine.006<DEF-spine.005
            +ORG-shoulder.L<DEF-spine.003 LeftShoulder:DEF-shoulder.L<ORG-shoulder.L +MCH-upper_arm_ik.L<ORG-shoulder.L +upper_arm_fk.L<ORG-shoulder.L
            +ORG-upper_arm.L<ORG-shoulder.L LeftUpperArm:DEF-upper_arm.L<ORG-upper_arm.L +DEF-upper_arm.L.001<DEF-upper_arm.L
            LeftLowerArm:DEF-forearm.L<DEF-upper_arm.L.001 +DEF-forearm.L.001<DEF-forearm.L LeftHand:DEF-hand.L<DEF-forearm.L.001 +hand_ik.L<root
            +ORG-thigh.L<ORG-spine LeftUpperLeg:DEF-thigh.L<ORG-thigh.L +DEF-thigh.L.001<DEF-thigh.L
            LeftLowerLeg:DEF-shin.L<DEF-thigh.L.001 +DEF-shin.L.001<DEF-shin.L LeftFoot:DEF-foot.L<DEF-shin.L.001 LeftToes:DEF-toe.L +foot_ik.L<root
            """),
        ("MakeHuman, default", """
            .L .R Hips:root +pelvis.L<root Spine:spine05 +spine04<spine05 Chest:spine03<spine04 +spine02<spine03 UpperChest:spine01<spine02 Neck:neck01
            +neck02<neck01 +neck03<neck02 Head:head<neck03 Jaw:jaw LeftEye:eye.L +breast.L<spine02
            LeftShoulder:clavicle.L +shoulder01.L<clavicle.L LeftUpperArm:upperarm01.L<shoulder01.L +upperarm02.L<upperarm01.L
            LeftLowerArm:lowerarm01.L<upperarm02.L +lowerarm02.L<lowerarm01.L LeftHand:wrist.L<lowerarm02.L
            LeftThumbProximal:finger1-1.L LeftThumbIntermediate:finger1-2.L LeftThumbDistal:finger1-3.L +metacarpal1.L<wrist.L
            LeftIndexProximal:finger2-1.L<metacarpal1.L LeftIndexIntermediate:finger2-2.L LeftIndexDistal:finger2-3.L
            LeftUpperLeg:upperleg01.L<pelvis.L +upperleg02.L<upperleg01.L LeftLowerLeg:lowerleg01.L<upperleg02.L +lowerleg02.L<lowerleg01.L
            LeftFoot:foot.L<lowerleg02.L LeftToes:toe1-1.L +toe2-1.L<foot.L +toe2-2.L<toe2-1.L
            """),
        ("CMU, ASF names", """
            =l =r Hips:root Spine:lowerback Chest:upperback UpperChest:thorax Neck:lowerneck +upperneck<lowerneck Head:head<upperneck
            LeftShoulder:lclavicle RightShoulder:rclavicle LeftUpperArm:lhumerus RightUpperArm:rhumerus LeftLowerArm:lradius RightLowerArm:rradius
            LeftHand:lwrist RightHand:rwrist +lhand<lwrist +rhand<rwrist +lfingers<lhand +lthumb<lwrist
            +lhipjoint<root +rhipjoint<root LeftUpperLeg:lfemur<lhipjoint RightUpperLeg:rfemur<rhipjoint LeftLowerLeg:ltibia RightLowerLeg:rtibia
            LeftFoot:lfoot RightFoot:rfoot LeftToes:ltoes RightToes:rtoes
            """),
        ("CMU, MotionBuilder", """
            Left Right Hips:Hips Spine:LowerBack Chest:Spine UpperChest:Spine1 Neck:Neck +Neck1<Neck Head:Head<Neck1 LeftShoulder:LeftShoulder
            LeftUpperArm:LeftArm LeftLowerArm:LeftForeArm LeftHand:LeftHand +LeftFingerBase<LeftHand
            +LeftHandIndex1<LeftFingerBase +LHipJoint<Hips +RHipJoint<Hips LeftUpperLeg:LeftUpLeg LeftLowerLeg:LeftLeg LeftFoot:LeftFoot LeftToes:LeftToeBase
            """),
        ("Poser, DAZ 3", """
            =l =r Hips:hip Spine:abdomen Chest:chest Neck:neck Head:head LeftEye:leftEye RightEye:rightEye LeftShoulder:lCollar RightShoulder:rCollar
            LeftUpperArm:lShldr RightUpperArm:rShldr LeftLowerArm:lForeArm RightLowerArm:rForeArm LeftHand:lHand RightHand:rHand
            LeftThumbProximal:lThumb1 LeftThumbIntermediate:lThumb2 LeftMiddleProximal:lMid1 LeftMiddleIntermediate:lMid2 LeftRingProximal:lRing1
            LeftRingIntermediate:lRing2 LeftUpperLeg:lThigh RightUpperLeg:rThigh LeftLowerLeg:lShin RightLowerLeg:rShin LeftFoot:lFoot RightFoot:rFoot
            LeftToes:lToe RightToes:rToe
            """),
        ("DAZ Genesis 8", """
            =l =r +Genesis8Female Hips:hip<Genesis8Female +pelvis<hip Spine:abdomenLower<hip +abdomenUpper<abdomenLower Chest:chestLower<abdomenUpper
            UpperChest:chestUpper Neck:neckLower +neckUpper<neckLower Head:head<neckUpper Jaw:lowerJaw LeftEye:lEye RightEye:rEye +lPectoral<chestUpper
            LeftShoulder:lCollar RightShoulder:rCollar LeftUpperArm:lShldrBend RightUpperArm:rShldrBend +lShldrTwist<lShldrBend +rShldrTwist<rShldrBend
            LeftLowerArm:lForearmBend<lShldrTwist RightLowerArm:rForearmBend<rShldrTwist +lForearmTwist<lForearmBend +rForearmTwist<rForearmBend
            LeftHand:lHand<lForearmTwist RightHand:rHand<rForearmTwist +lCarpal1<lHand LeftIndexProximal:lIndex1<lCarpal1 LeftIndexIntermediate:lIndex2
            LeftIndexDistal:lIndex3
            LeftUpperLeg:lThighBend<pelvis RightUpperLeg:rThighBend<pelvis +lThighTwist<lThighBend +rThighTwist<rThighBend LeftLowerLeg:lShin<lThighTwist
            RightLowerLeg:rShin<rThighTwist LeftFoot:lFoot RightFoot:rFoot
            +lMetatarsals<lFoot +rMetatarsals<rFoot LeftToes:lToe<lMetatarsals RightToes:rToe<rMetatarsals +lBigToe<lToe +lBigToe_2<lBigToe
            """),
        ("DAZ Genesis 9", """
            =l_ =r_ Hips:hip +pelvis<hip Spine:spine1<hip +spine2<spine1 Chest:spine3<spine2 UpperChest:spine4 Neck:neck1 +neck2<neck1 Head:head<neck2
            LeftShoulder:l_shoulder RightShoulder:r_shoulder LeftUpperArm:l_upperarm RightUpperArm:r_upperarm
            +l_upperarmtwist1<l_upperarm LeftLowerArm:l_forearm RightLowerArm:r_forearm LeftHand:l_hand RightHand:r_hand +l_indexmetacarpal<l_hand
            LeftIndexProximal:l_index1<l_indexmetacarpal LeftIndexIntermediate:l_index2 LeftIndexDistal:l_index3
            LeftUpperLeg:l_thigh<pelvis RightUpperLeg:r_thigh<pelvis LeftLowerLeg:l_shin RightLowerLeg:r_shin LeftFoot:l_foot RightFoot:r_foot
            +l_metatarsal<l_foot LeftToes:l_toes<l_metatarsal
            """),
        ("Character Creator 3", """
            _L_ _R_ +CC_Base_BoneRoot Hips:CC_Base_Hip<CC_Base_BoneRoot +CC_Base_Pelvis<CC_Base_Hip Spine:CC_Base_Waist Chest:CC_Base_Spine01
            UpperChest:CC_Base_Spine02 Neck:CC_Base_NeckTwist01 +CC_Base_NeckTwist02<CC_Base_NeckTwist01 Head:CC_Base_Head<CC_Base_NeckTwist02
            +CC_Base_FacialBone<CC_Base_Head Jaw:CC_Base_JawRoot<CC_Base_FacialBone LeftEye:CC_Base_L_Eye<CC_Base_FacialBone
            +CC_Base_L_Breast<CC_Base_Spine02 LeftShoulder:CC_Base_L_Clavicle LeftUpperArm:CC_Base_L_Upperarm +CC_Base_L_UpperarmTwist01<CC_Base_L_Upperarm
            LeftLowerArm:CC_Base_L_Forearm +CC_Base_L_ForearmTwist01<CC_Base_L_Forearm +CC_Base_L_ElbowShareBone<CC_Base_L_Forearm LeftHand:CC_Base_L_Hand
            LeftMiddleProximal:CC_Base_L_Mid1 LeftMiddleIntermediate:CC_Base_L_Mid2 LeftMiddleDistal:CC_Base_L_Mid3
            LeftUpperLeg:CC_Base_L_Thigh<CC_Base_Pelvis +CC_Base_L_ThighTwist01<CC_Base_L_Thigh LeftLowerLeg:CC_Base_L_Calf
            +CC_Base_L_KneeShareBone<CC_Base_L_Calf LeftFoot:CC_Base_L_Foot LeftToes:CC_Base_L_ToeBase +CC_Base_L_ToeBaseShareBone<CC_Base_L_Foot
            +CC_Base_L_BigToe1<CC_Base_L_ToeBase
            """),
        ("SMPL-X", """
            left_ right_ Hips:pelvis Spine:spine1 Chest:spine2 UpperChest:spine3 Neck:neck Head:head Jaw:jaw LeftEye:left_eye_smplhf
            LeftShoulder:left_collar LeftUpperArm:left_shoulder LeftLowerArm:left_elbow LeftHand:left_wrist
            LeftIndexProximal:left_index1 LeftIndexIntermediate:left_index2 LeftIndexDistal:left_index3 LeftThumbProximal:left_thumb1
            LeftThumbIntermediate:left_thumb2 LeftThumbDistal:left_thumb3 LeftUpperLeg:left_hip LeftLowerLeg:left_knee LeftFoot:left_ankle LeftToes:left_foot
            """),
        ("LAFAN1", "Left Right Hips:Hips Spine:Spine Chest:Spine1 UpperChest:Spine2 Neck:Neck Head:Head LeftShoulder:LeftShoulder LeftUpperArm:LeftArm "
            + "LeftLowerArm:LeftForeArm LeftHand:LeftHand LeftUpperLeg:LeftUpLeg LeftLowerLeg:LeftLeg LeftFoot:LeftFoot LeftToes:LeftToe"),
        ("Xsens MVN", """
            Left Right Hips:Hips Spine:Chest +Chest2<Chest Chest:Chest3<Chest2 UpperChest:Chest4 Neck:Neck Head:Head LeftShoulder:LeftCollar
            LeftUpperArm:LeftShoulder LeftLowerArm:LeftElbow LeftHand:LeftWrist LeftUpperLeg:LeftHip LeftLowerLeg:LeftKnee LeftFoot:LeftAnkle LeftToes:LeftToe
            """),
        ("Xsens, segments", "Left Right Hips:Pelvis Spine:L5 +L3<L5 Chest:T12<L3 UpperChest:T8 Neck:Neck Head:Head LeftShoulder:LeftShoulder "
            + "LeftUpperArm:LeftUpperArm LeftLowerArm:LeftForeArm LeftHand:LeftHand LeftUpperLeg:LeftUpperLeg LeftLowerLeg:LeftLowerLeg "
            + "LeftFoot:LeftFoot LeftToes:LeftToe"),
        ("OptiTrack", """
            =L =R Hips:Skel1_Hip Spine:Skel1_Ab Chest:Skel1_Chest Neck:Skel1_Neck Head:Skel1_Head LeftShoulder:Skel1_LShoulder
            RightShoulder:Skel1_RShoulder LeftUpperArm:Skel1_LUArm RightUpperArm:Skel1_RUArm LeftLowerArm:Skel1_LFArm RightLowerArm:Skel1_RFArm
            LeftHand:Skel1_LHand RightHand:Skel1_RHand
            LeftUpperLeg:Skel1_LThigh RightUpperLeg:Skel1_RThigh LeftLowerLeg:Skel1_LShin RightLowerLeg:Skel1_RShin LeftFoot:Skel1_LFoot
            RightFoot:Skel1_RFoot LeftToes:Skel1_LToe RightToes:Skel1_RToe
            """),
        ("Perception Neuron", """
            Left Right Hips:Hips Spine:Spine Chest:Spine1 UpperChest:Spine2 Neck:Neck +Neck1<Neck Head:Head<Neck1 LeftShoulder:LeftShoulder
            LeftUpperArm:LeftArm LeftLowerArm:LeftForeArm LeftHand:LeftHand LeftThumbProximal:LeftHandThumb1 LeftThumbIntermediate:LeftHandThumb2
            LeftThumbDistal:LeftHandThumb3 +LeftInHandIndex<LeftHand LeftIndexProximal:LeftHandIndex1<LeftInHandIndex LeftIndexIntermediate:LeftHandIndex2
            LeftIndexDistal:LeftHandIndex3 LeftUpperLeg:LeftUpLeg LeftLowerLeg:LeftLeg LeftFoot:LeftFoot
            """),
        ("VRoid", """
            _L_ _R_ +Root Hips:J_Bip_C_Hips<Root Spine:J_Bip_C_Spine Chest:J_Bip_C_Chest UpperChest:J_Bip_C_UpperChest Neck:J_Bip_C_Neck Head:J_Bip_C_Head
            LeftEye:J_Adj_L_FaceEye +J_Sec_Hair1_01<J_Bip_C_Head +J_Sec_L_Bust1<J_Bip_C_UpperChest LeftShoulder:J_Bip_L_Shoulder
            LeftUpperArm:J_Bip_L_UpperArm LeftLowerArm:J_Bip_L_LowerArm LeftHand:J_Bip_L_Hand LeftRingProximal:J_Bip_L_Ring1
            LeftRingIntermediate:J_Bip_L_Ring2 LeftRingDistal:J_Bip_L_Ring3 +J_Bip_L_Ring3_end<J_Bip_L_Ring3 LeftUpperLeg:J_Bip_L_UpperLeg
            LeftLowerLeg:J_Bip_L_LowerLeg
            LeftFoot:J_Bip_L_Foot LeftToes:J_Bip_L_ToeBase +J_Sec_L_CoatSkirtFront_01<J_Bip_L_UpperLeg
            """),
        ("MikuMikuDance", """
            左 右 +全ての親 +センター<全ての親 +グルーブ<センター +腰<グルーブ Hips:下半身<腰 Spine:上半身<腰 Chest:上半身2 Neck:首 Head:頭 LeftEye:左目 LeftShoulder:左肩 LeftUpperArm:左腕 +左腕捩<左腕
            LeftLowerArm:左ひじ<左腕捩 +左手捩<左ひじ LeftHand:左手首<左手捩
            LeftThumbProximal:左親指０ LeftThumbIntermediate:左親指１ LeftThumbDistal:左親指２ LeftIndexProximal:左人指１ LeftIndexIntermediate:左人指２ LeftIndexDistal:左人指３
            LeftRingProximal:左薬指１ LeftRingIntermediate:左薬指２ LeftRingDistal:左薬指３
            LeftUpperLeg:左足 LeftLowerLeg:左ひざ LeftFoot:左足首 LeftToes:左つま先 +左足ＩＫ親<全ての親 +左足ＩＫ<左足ＩＫ親 +左つま先ＩＫ<左足ＩＫ +左足D<腰 +左ひざD<左足D +左足首D<左ひざD +左足先EX<左足首D
            """),
        ("Roblox R15", "Left Right +HumanoidRootNode Hips:LowerTorso<HumanoidRootNode Spine:UpperTorso Head:Head LeftUpperArm:LeftUpperArm "
            + "LeftLowerArm:LeftLowerArm LeftHand:LeftHand LeftUpperLeg:LeftUpperLeg LeftLowerLeg:LeftLowerLeg LeftFoot:LeftFoot"),
        ("Kinect", "Left Right Hips:HipCenter Spine:Spine Chest:ShoulderCenter Head:Head LeftUpperArm:ShoulderLeft LeftLowerArm:ElbowLeft "
            + "LeftHand:WristLeft +HandLeft<WristLeft LeftUpperLeg:HipLeft LeftLowerLeg:KneeLeft LeftFoot:AnkleLeft LeftToes:FootLeft"),
        ("Azure Kinect", """
            _LEFT _RIGHT Hips:PELVIS Spine:SPINE_NAVAL Chest:SPINE_CHEST Neck:NECK Head:HEAD +NOSE<HEAD +EAR_LEFT<HEAD LeftEye:EYE_LEFT
            LeftShoulder:CLAVICLE_LEFT LeftUpperArm:SHOULDER_LEFT LeftLowerArm:ELBOW_LEFT LeftHand:WRIST_LEFT +HAND_LEFT<WRIST_LEFT +HANDTIP_LEFT<HAND_LEFT
            +THUMB_LEFT<WRIST_LEFT
            LeftUpperLeg:HIP_LEFT LeftLowerLeg:KNEE_LEFT LeftFoot:ANKLE_LEFT LeftToes:FOOT_LEFT
            """),
        ("ARKit", """
            left right +root Hips:hips_joint<root Spine:spine_1_joint +spine_2_joint<spine_1_joint Chest:spine_3_joint<spine_2_joint
            +spine_4_joint<spine_3_joint UpperChest:spine_5_joint<spine_4_joint Neck:neck_1_joint +neck_2_joint<neck_1_joint Head:head_joint<neck_2_joint
            +left_eyeLowerLid_joint<head_joint LeftEye:left_eye_joint Jaw:jaw_joint LeftShoulder:left_shoulder_1_joint LeftUpperArm:left_arm_joint
            LeftLowerArm:left_forearm_joint LeftHand:left_hand_joint
            LeftThumbProximal:left_handThumbStart_joint LeftThumbIntermediate:left_handThumb_1_joint LeftThumbDistal:left_handThumb_2_joint
            +left_handThumbEnd_joint<left_handThumb_2_joint
            +left_handIndexStart_joint<left_hand_joint LeftIndexProximal:left_handIndex_1_joint<left_handIndexStart_joint
            LeftIndexIntermediate:left_handIndex_2_joint LeftIndexDistal:left_handIndex_3_joint +left_handIndexEnd_joint<left_handIndex_3_joint
            LeftUpperLeg:left_upLeg_joint LeftLowerLeg:left_leg_joint LeftFoot:left_foot_joint LeftToes:left_toes_joint +left_toesEnd_joint<left_toes_joint
            """),
        ("Auto-Rig Pro", ".l .r +root.x Hips:root_ref.x<root.x Spine:spine_01.x Chest:spine_02.x Neck:neck.x Head:head.x LeftShoulder:shoulder.l "
            + "LeftUpperArm:arm_stretch.l +arm_twist.l<arm_stretch.l LeftLowerArm:forearm_stretch.l LeftHand:hand.l LeftUpperLeg:thigh_stretch.l "
            + "LeftLowerLeg:leg_stretch.l LeftFoot:foot.l LeftToes:toes_01.l"),
        ("AdvancedSkeleton", "_L _R Hips:Root_M Spine:Spine1_M Chest:Chest_M Neck:Neck_M Head:Head_M Jaw:Jaw_M LeftEye:Eye_L LeftShoulder:Scapula_L "
            + "LeftUpperArm:Shoulder_L +ShoulderPart1_L<Shoulder_L LeftLowerArm:Elbow_L LeftHand:Wrist_L LeftIndexProximal:IndexFinger1_L "
            + "LeftIndexIntermediate:IndexFinger2_L LeftIndexDistal:IndexFinger3_L +IndexFinger4_L<IndexFinger3_L LeftUpperLeg:Hip_L "
            + "LeftLowerLeg:Knee_L LeftFoot:Ankle_L LeftToes:Toes_L +ToesEnd_L<Toes_L"),
        ("Meta avatars", "_l_ _r_ Hips:b_root Spine:b_spine0 Chest:b_spine2 Neck:b_neck0 Head:b_head LeftShoulder:p_l_scap LeftUpperArm:b_l_arm "
            + "LeftLowerArm:b_l_forearm LeftHand:b_l_wrist LeftUpperLeg:b_l_upleg LeftLowerLeg:b_l_leg LeftFoot:b_l_talocrural "
            + "+b_l_subtalar<b_l_talocrural LeftToes:b_l_ball<b_l_subtalar"),
        ("Lower case without separators", "left right Hips:hips Spine:spine Head:head LeftUpperArm:leftupperarm LeftLowerArm:leftlowerarm "
            + "LeftHand:lefthand LeftIndexProximal:leftindexproximal LeftIndexIntermediate:leftindexintermediate LeftIndexDistal:leftindexdistal "
            + "LeftUpperLeg:leftupperleg LeftLowerLeg:leftlowerleg LeftFoot:leftfoot"),
        ("Numbered limbs", "_L_ _R_ Hips:torso_joint_1 Spine:torso_joint_2 Chest:torso_joint_3 Neck:neck_joint_1 Head:neck_joint_2 "
            + "LeftUpperArm:arm_joint_L_1 LeftLowerArm:arm_joint_L_2 LeftHand:arm_joint_L_3 LeftUpperLeg:leg_joint_L_1 LeftLowerLeg:leg_joint_L_2 "
            + "LeftFoot:leg_joint_L_3 LeftToes:leg_joint_L_5"),
        ("German", ".L .R Hips:Becken Spine:Wirbelsäule Neck:Hals Head:Kopf LeftUpperArm:Oberarm.L LeftLowerArm:Unterarm.L LeftHand:Hand.L "
            + "LeftUpperLeg:Oberschenkel.L LeftLowerLeg:Unterschenkel.L LeftFoot:Fuss.L"),
        ("NAO", "=L =R +base_link Hips:torso<base_link Head:HeadPitch<torso LeftUpperArm:LShoulderPitch<torso RightUpperArm:RShoulderPitch<torso "
            + "LeftLowerArm:LElbowYaw RightLowerArm:RElbowYaw LeftHand:LWristYaw RightHand:RWristYaw LeftUpperLeg:LHipPitch RightUpperLeg:RHipPitch "
            + "LeftLowerLeg:LKneePitch RightLowerLeg:RKneePitch LeftFoot:LAnklePitch RightFoot:RAnklePitch"),
        ("Second Life", """
            Left Right Hips:mPelvis Spine:mSpine1 +mSpine2<mSpine1 +mTorso<mSpine2 Chest:mSpine3<mTorso +mSpine4<mSpine3 UpperChest:mChest<mSpine4
            Neck:mNeck Head:mHead +mSkull<mHead LeftEye:mEyeLeft LeftShoulder:mCollarLeft LeftUpperArm:mShoulderLeft LeftLowerArm:mElbowLeft
            LeftHand:mWristLeft LeftIndexProximal:mHandIndex1Left LeftIndexIntermediate:mHandIndex2Left LeftIndexDistal:mHandIndex3Left
            LeftUpperLeg:mHipLeft LeftLowerLeg:mKneeLeft LeftFoot:mAnkleLeft +mFootLeft<mAnkleLeft LeftToes:mToeLeft<mFootLeft
            """),
        ("VRChat, names with spaces", """
            Left Right Hips:Hips Spine:Spine Chest:Chest Neck:Neck Head:Head LeftShoulder:Left~shoulder LeftUpperArm:Left~arm LeftLowerArm:Left~elbow
            LeftHand:Left~wrist LeftUpperLeg:Left~leg LeftLowerLeg:Left~knee LeftFoot:Left~ankle LeftToes:Left~toe
            """),
        ("iPi Soft", """
            =L =R Hips:Hip Spine:LowerSpine Chest:MiddleSpine UpperChest:Chest Neck:Neck Head:Head LeftShoulder:LClavicle RightShoulder:RClavicle
            LeftUpperArm:LShoulder RightUpperArm:RShoulder LeftLowerArm:LForearm RightLowerArm:RForearm LeftHand:LHand RightHand:RHand
            LeftUpperLeg:LThigh RightUpperLeg:RThigh LeftLowerLeg:LShin RightLowerLeg:RShin LeftFoot:LFoot RightFoot:RFoot LeftToes:LToe RightToes:RToe
            """),
        ("H-Anim", """
            l_ r_ Hips:humanoid_root +sacroiliac<humanoid_root Spine:vl5<humanoid_root Chest:vt6 Neck:vc4 Head:skullbase LeftShoulder:l_sternoclavicular
            +l_acromioclavicular<l_sternoclavicular LeftUpperArm:l_shoulder<l_acromioclavicular LeftLowerArm:l_elbow LeftHand:l_radiocarpal
            LeftUpperLeg:l_hip<sacroiliac LeftLowerLeg:l_knee LeftFoot:l_talocrural LeftToes:l_metatarsophalangeal
            """),
        ("OpenSim", "_l _r Hips:pelvis Spine:torso Head:head LeftUpperArm:humerus_l LeftLowerArm:ulna_l +radius_l<ulna_l LeftHand:hand_l<radius_l "
            + "LeftUpperLeg:femur_l LeftLowerLeg:tibia_l LeftFoot:talus_l +calcn_l<talus_l LeftToes:toes_l<calcn_l"),
        ("A humanoid robot", """
            left_ right_ Hips:pelvis_link Spine:waist_yaw_link Chest:torso_link Head:head_link LeftShoulder:left_shoulder_pitch_link
            +left_shoulder_roll_link<left_shoulder_pitch_link LeftUpperArm:left_shoulder_yaw_link<left_shoulder_roll_link LeftLowerArm:left_elbow_link
            LeftHand:left_wrist_yaw_link LeftUpperLeg:left_hip_pitch_link +left_hip_roll_link<left_hip_pitch_link +left_hip_yaw_link<left_hip_roll_link
            LeftLowerLeg:left_knee_link<left_hip_yaw_link LeftFoot:left_ankle_pitch_link +left_ankle_roll_link<left_ankle_pitch_link
            """),
        ("Pivots of an FBX converter", """
            Left Right Hips:Hips Spine:Spine Head:Head +LeftArm_$AssimpFbx$_Translation<Spine
            +LeftArm_$AssimpFbx$_PreRotation<LeftArm_$AssimpFbx$_Translation LeftUpperArm:LeftArm<LeftArm_$AssimpFbx$_PreRotation
            +LeftForeArm_$AssimpFbx$_Translation<LeftArm
            LeftLowerArm:LeftForeArm<LeftForeArm_$AssimpFbx$_Translation LeftHand:LeftHand LeftUpperLeg:LeftUpLeg LeftLowerLeg:LeftLeg LeftFoot:LeftFoot
            """),
        ("With tail, wings, props", """
            .L .R Hips:hips Spine:spine Chest:chest Neck:neck Head:head LeftShoulder:shoulder.L LeftUpperArm:upper_arm.L LeftLowerArm:forearm.L
            LeftHand:hand.L +weapon.L<hand.L +sword_hand.L<hand.L LeftUpperLeg:thigh.L LeftLowerLeg:shin.L LeftFoot:foot.L
            +tail<hips +tail.001<tail +tail.002<tail.001 +wing.L<chest +wing_arm.L<wing.L +wing_forearm.L<wing_arm.L +wing_hand.L<wing_forearm.L
            +cape<chest +ear.L<head
            """),
    ];

    static IEnumerable<TestCaseData> All() => Schemes.Select(scheme => new TestCaseData(scheme.Scheme).SetArgDisplayNames(scheme.Tool));

    [TestCaseSource(nameof(All))]
    public void Every_bone_is_the_joint_that_the_tool_means(string scheme)
    {
        var skeleton = Named.Person(scheme);
        var found = HumanoidMap.Recognise(skeleton).ToDictionary(pair => pair.Key, pair => skeleton[pair.Value].Name);
        var meant = Named.Meant(scheme);
        Assert.That(string.Join("\n", found.OrderBy(pair => pair.Key)), Is.EqualTo(string.Join("\n", meant.OrderBy(pair => pair.Key))));
        Assert.That(HumanoidMap.TryFind(skeleton), Is.Not.Null);
    }

    static IEnumerable<TestCaseData> Cases() => SharedFolders.Files(SharedFolder.Cases, "trial", "names_*.bvh");

    [TestCaseSource(nameof(Cases)), Category("Cases")]
    public void One_person_under_many_names_moves_alike(string file)
    {
        var motion = MotionFile.Read(file);
        Assert.That(motion.Map, Is.Not.Null);
        foreach (var bone in HumanBones.RequiredByUnity)
            Assert.That(motion.Map!.Has(bone), bone.ToString());
        Assert.That(motion.Map!.Has(HumanBodyBones.Neck) && motion.Map.Has(HumanBodyBones.LeftShoulder) && motion.Map.Has(HumanBodyBones.RightToes)
            && motion.Map.Has(HumanBodyBones.Chest));
        Assert.That(Limbs.RightArm(motion, 0.8f), Is.EqualTo(55).Within(0.5f), "the right arm is raised at the end, in each of them");
        Assert.That(Limbs.RightArm(motion, 0f), Is.EqualTo(-75).Within(0.5f));
    }

    [Test]
    public void Legs_and_arms_of_a_dog_are_no_persons()
    {
        const string Dog = ".L .R Hips:pelvis Spine:spine Neck:neck Head:head LeftUpperArm:front_upper_leg.L LeftLowerArm:front_lower_leg.L "
            + "LeftHand:front_paw.L LeftUpperLeg:hind_upper_leg.L LeftLowerLeg:hind_lower_leg.L LeftFoot:hind_paw.L +tail<pelvis";
        Assert.That(HumanoidMap.TryFind(Named.Person(Dog)), Is.Null);
    }
}
