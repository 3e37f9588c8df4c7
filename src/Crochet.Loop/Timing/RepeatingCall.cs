using Crochet.Diagnostics;

namespace Crochet.Timing;

/// <summary>One schedule of <see cref="EventLoop.CallEvery"/>. Its fields belong to the loop thread.</summary>
internal sealed class RepeatingCall(EventLoop loop, Func<Task> callback) : LoopTimer(loop)
{
    private bool _isRunning;

    public override string GetName() => MethodName.Of(callback);

    protected override void Fire()
    {
        if (!_isRunning)
            _ = RunAsync();
    }

    private async Task RunAsync()
    {
        _isRunning = true;
        try
        {
            if (callback() is { } task)
                await task;
        }
        catch (OperationCanceledException)
        {
            // A cancellation is nobody's mistake; the next call comes all the same.
        }
        catch (Exception exception)
        {
            Loop.Report(new Failure(exception), GetName());
        }
        finally
        {
            _isRunning = false;
        }
    }
}
