namespace Crochet.Stress.Memory;

internal static class Heap
{
    /// <summary>What is alive, in bytes, when all that can go has gone, finalizers' leavings too.</summary>
    public static long Settled()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
