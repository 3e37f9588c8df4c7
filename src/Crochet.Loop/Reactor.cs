namespace Crochet;

/// <summary>
/// The process's own loop, for code that has no container. Python Crochet's <c>setup</c> and <c>no_setup</c> are the model: a library calls
/// <see cref="Setup"/>
/// and uses <see cref="Loop"/>; an application that runs the loop itself calls <see cref="NoSetup"/> first.
/// </summary>
public static class Reactor
{
    private static readonly Lock _lock = new();
    private static EventLoop? _loop;
    private static bool _isSetUp;

    /// <summary>The process's loop.</summary>
    /// <exception cref="InvalidOperationException">Neither <see cref="Setup"/> nor <see cref="NoSetup"/> has been called.</exception>
    public static EventLoop Loop => Volatile.Read(ref _loop) ?? throw new InvalidOperationException(
        "The process has no loop yet. Call Reactor.Setup() early to run one in a thread, "
        + "or Reactor.NoSetup() if the application runs the loop itself.");

    /// <summary>
    /// Starts the process's loop in a thread of its own. The first call wins. Later calls, and calls after <see cref="NoSetup"/>, do
    /// nothing.
    /// </summary>
    /// <param name="options">The options of the loop. All calls but the first ignore them.</param>
    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public static void Setup(EventLoopOptions? options = null)
    {
        lock (_lock)
        {
            if (_loop is not null)
                return;
            var loop = new EventLoop(options ?? new EventLoopOptions());
            loop.Start();
            _isSetUp = true;
            Volatile.Write(ref _loop, loop);
        }
    }

    /// <summary>The application runs the loop itself, by <see cref="Run"/>: later calls of <see cref="Setup"/> do nothing.</summary>
    /// <param name="loop">The loop; null makes one with default options. Later calls of this method may give the same loop, or
    /// none.</param>
    /// <exception cref="InvalidOperationException"><see cref="Setup"/> was called before; or another loop was given before.</exception>
    public static void NoSetup(EventLoop? loop = null)
    {
        lock (_lock)
        {
            if (_isSetUp)
            {
                throw new InvalidOperationException(
                    "Reactor.Setup() has been called already, and its loop runs in a thread. Call Reactor.NoSetup() first, before any "
                        + "library is used.");
            }

            if (_loop is not null && loop is not null && !ReferenceEquals(_loop, loop))
                throw new InvalidOperationException(
                    $"Reactor.NoSetup was already called with the loop '{_loop.Name}'. A process has only one; use Reactor.Loop.");
            if (_loop is null)
                Volatile.Write(ref _loop, loop ?? new EventLoop());
        }
    }

    /// <summary>After <see cref="NoSetup"/>: runs the loop on the calling thread, until <see cref="Stop"/>.</summary>
    /// <exception cref="InvalidOperationException">Neither was called; or the loop runs already.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped.</exception>
    public static void Run() => Loop.Run();

    /// <summary>Asks the process's loop to stop, and returns at once. Does nothing if there is no loop.</summary>
    public static void Stop() => Volatile.Read(ref _loop)?.Stop();

    /// <summary>Takes a result out of the process's loop's stash.</summary>
    /// <inheritdoc cref="ResultStash.Retrieve(StashId)"/>
    public static EventualResult RetrieveResult(StashId id) => Loop.Stash.Retrieve(id);

    /// <inheritdoc cref="RetrieveResult(StashId)"/>
    /// <exception cref="InvalidCastException">The result is of another type; it stays in the stash.</exception>
    public static EventualResult<T> RetrieveResult<T>(StashId id) => Loop.Stash.Retrieve<T>(id);
}
