namespace Crochet;

/// <summary>One schedule of <see cref="EventLoop.CallEvery"/>. Its fields belong to the loop thread.</summary>
internal sealed class RepeatingCall(EventLoop loop, Func<Task> callback)
{
    private bool _isRunning;

    public string Name => MethodName.Of(callback);

    public void Tick()
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
            loop.Report(new Failure(exception), Name);
        }
        finally
        {
            _isRunning = false;
        }
    }
}
