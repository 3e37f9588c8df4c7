namespace Crochet.Tests;

/// <summary>Opened once, passed by any number of threads; a gate that stays shut fails the test and not the machine's patience.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsOpen => _opened.Task.IsCompleted;

    public Task Opened => _opened.Task.WaitAsync(TestTimeouts.MustNotElapse);

    public void Open() => _opened.TrySetResult();

    public void Pass()
    {
        if (!_opened.Task.Wait(TestTimeouts.MustNotElapse))
            throw new AssertFailedException("A gate was still shut when the hang guard elapsed.");
    }
}
