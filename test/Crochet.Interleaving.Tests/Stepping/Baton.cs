namespace Crochet.Stepping;

/// <summary>Passed by one thread, taken by another, which waits for it.</summary>
internal sealed class Baton
{
    private readonly object _gate = new();
    private bool _isPassed;

    public void Pass()
    {
        lock (_gate)
        {
            _isPassed = true;
            System.Threading.Monitor.Pulse(_gate);
        }
    }

    public bool TryTake(TimeSpan timeout)
    {
        lock (_gate)
        {
            while (!_isPassed)
            {
                if (!System.Threading.Monitor.Wait(_gate, timeout))
                    return false;
            }

            _isPassed = false;
            return true;
        }
    }
}
