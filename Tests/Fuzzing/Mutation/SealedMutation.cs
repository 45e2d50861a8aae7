using System.Buffers.Binary;

namespace Avatars.Fuzzing.Mutation;

/// <summary>Mutations of files whose checks of themselves would refuse any change at once: the checks are made right again most of the time.</summary>
static class SealedMutation
{
    /// <summary>Person and body files: magic number, version, their own length, ..., CRC-32.</summary>
    public static byte[] LengthAndChecksum(byte[] bytes, byte[] other, Random random)
    {
        var changed = ByteMutation.Binary(bytes, other, random);
        if (random.Next(10) == 0 || changed.Length < 20)
            return changed;
        bytes.AsSpan(0, 12).CopyTo(changed);
        BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(12), (uint)changed.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(changed.Length - 4), Body.Crc32.Of(changed.AsSpan(0, changed.Length - 4)));
        return changed;
    }
}
