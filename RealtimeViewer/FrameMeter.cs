namespace Avatars.Viewer;

/// <summary>Frame rate: the last few hundred frame durations and their mean over a second.</summary>
sealed class FrameMeter
{
    const int Capacity = 300;
    const float WindowMilliseconds = 1000;

    readonly float[] _milliseconds = new float[Capacity];
    int _next;

    public int Count { get; private set; }

    /// <summary>Frames a second over the last second; 0 before the first frame.</summary>
    public float Rate
    {
        get
        {
            var (sum, frames) = (0f, 0);
            while (frames < Count && (frames == 0 || sum < WindowMilliseconds))
                sum += this[frames++];
            return sum > 0 ? frames * 1000 / sum : 0;
        }
    }

    /// <summary>Milliseconds of the frame that many frames ago; 0 is the last one.</summary>
    public float this[int age] => _milliseconds[(_next - 1 - age + 2 * Capacity) % Capacity];

    public void Add(float milliseconds)
    {
        _milliseconds[_next] = milliseconds;
        _next = (_next + 1) % Capacity;
        Count = Math.Min(Count + 1, Capacity);
    }

    public void Clear() => (Count, _next) = (0, 0);
}
