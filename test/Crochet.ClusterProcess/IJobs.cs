namespace Crochet.Processes;

/// <summary>What a worker's process does for others.</summary>
public interface IJobs
{
    /// <summary>The number of the process that runs the call.</summary>
    [WaitFor(seconds: 30)]
    Task<int> WhereAsync();

    /// <summary>The same, of the process that has the key.</summary>
    [WaitFor(seconds: 30)]
    Task<int> WhereAsync([LoopKey] string key);

    /// <summary>Works for so long, and gives the number of the process.</summary>
    [WaitFor(seconds: 30)]
    Task<int> WorkAsync(int milliseconds);

    /// <summary>Notes that the call runs, works for so long, and gives its number.</summary>
    [WaitFor(seconds: 60)]
    Task<long> RunAsync(long call, int milliseconds);

    /// <summary>The same, in the process that has the key.</summary>
    [WaitFor(seconds: 60)]
    Task<long> RunAsync([LoopKey] string key, long call, int milliseconds);

    /// <summary>Goes on until it is cancelled.</summary>
    [RunInReactor]
    EventualResult HoldAsync();

    /// <summary>How many calls of <see cref="HoldAsync"/> the process has.</summary>
    [WaitFor(seconds: 30)]
    Task<int> HeldAsync();

    /// <summary>As it came.</summary>
    [WaitFor(seconds: 30)]
    int Echo(int number);

    /// <summary>As it came.</summary>
    [WaitFor(seconds: 30)]
    Task<int> EchoAsync(int number);
}
