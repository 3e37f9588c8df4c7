using Crochet.Calls;

namespace Crochet.LiveValues;

/// <summary>Disposes of what a loop has handed out, in that loop: also while it drains, and quietly nothing when it has stopped.</summary>
internal static class LoopDisposal
{
    /// <summary>How long a caller waits where no attribute says it.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(30);

    public static void Dispose(EventLoop loop, object target, string name, TimeSpan timeout)
    {
        if (loop.IsInLoopThread)
        {
            ((IDisposable)target).Dispose();
            return;
        }

        try
        {
            loop.Calls.Block(new DisposalInvoker(name, isAsync: false), target, timeout);
        }
        catch (EventLoopStoppedException)
        {
            // There is no thread that could dispose of it.
        }
    }

    public static async Task DisposeAsync(EventLoop loop, object target, string name, TimeSpan timeout)
    {
        try
        {
            // A test that drives the loop sees nothing of the thread pool.
            await loop.Calls.QueueAwaited(new DisposalInvoker(name, isAsync: true), target, timeout)
                .ConfigureAwait(loop.Schedule is not null);
        }
        catch (EventLoopStoppedException)
        {
            // There is no thread that could dispose of it.
        }
    }

    private sealed class DisposalInvoker : CallInvoker
    {
        private readonly string _name;
        private readonly bool _isAsync;

        public DisposalInvoker(string name, bool isAsync)
        {
            _name = name;
            _isAsync = isAsync;
            GoesOn = true;
        }

        public override bool TakesToken => false;

        public override string GetName(object body) => _name;

        public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken)
        {
            if (_isAsync)
            {
                call.Follow(((IAsyncDisposable)body).DisposeAsync().AsTask());
                return;
            }

            ((IDisposable)body).Dispose();
            call.Succeed();
        }
    }
}
