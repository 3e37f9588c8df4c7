namespace Crochet.Processes;

/// <summary>The implementation. It knows nothing of the cluster.</summary>
public sealed class Jobs
{
    private int _held;

    public Task<int> WhereAsync() => Task.FromResult(Environment.ProcessId);

    public Task<int> WhereAsync(string key) => Task.FromResult(Environment.ProcessId);

    public async Task<int> WorkAsync(int milliseconds)
    {
        await Task.Delay(milliseconds);
        return Environment.ProcessId;
    }

    public async Task<long> RunAsync(long call, int milliseconds)
    {
        RunLog.Own?.Add(call);
        if (milliseconds > 0)
            await Task.Delay(milliseconds);
        return call;
    }

    public Task<long> RunAsync(string key, long call, int milliseconds) => RunAsync(call, milliseconds);

    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        _held++;
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            _held--;
        }
    }

    public Task<int> HeldAsync() => Task.FromResult(_held);

    public int Echo(int number) => number;

    public Task<int> EchoAsync(int number) => Task.FromResult(number);
}
