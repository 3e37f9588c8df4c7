namespace Crochet.Stepping;

/// <summary>A spin that waits for another side: it gives way until that one has done something.</summary>
internal struct SteppedSpinWait
{
    public void SpinOnce(int sleep1Threshold = 0)
    {
        // Blocked for one step: whoever else can go on does.
        var looked = false;
        Steps.Current?.BlockUntil(() => looked || !(looked = true));
    }
}
