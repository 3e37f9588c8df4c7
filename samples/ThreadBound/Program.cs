using Crochet;
using Microsoft.Extensions.DependencyInjection;

namespace ThreadBound;

[WaitFor(seconds: 5)]
public interface IDevice
{
    int Presses { get; }
    void Press();
}

/// <summary>Works only on the thread that made it, like many native SDKs and UI toolkits.</summary>
public sealed class Device : IDevice
{
    private readonly int _owner = Environment.CurrentManagedThreadId;
    private int _presses;

    public int Presses
    {
        get
        {
            ThrowIfOnAnotherThread();
            return _presses;
        }
    }

    public void Press()
    {
        ThrowIfOnAnotherThread();
        _presses++;
    }

    private void ThrowIfOnAnotherThread()
    {
        if (Environment.CurrentManagedThreadId != _owner)
            throw new InvalidOperationException("The device was called from a thread that is not its own.");
    }
}

internal static class Program
{
    private const int Threads = 32;
    private const int PressesPerThread = 100;

    private static void Main()
    {
        #region registration
        var services = new ServiceCollection();
        services.AddCrochet().AddThreadBound<IDevice, Device>();
        #endregion

        using var provider = services.BuildServiceProvider();

        Console.WriteLine($"{Threads} threads press a button {PressesPerThread} times each.");
        Console.WriteLine($"Without Crochet: {PressFromAllThreads(new Device())}");
        Console.WriteLine($"With Crochet: {PressFromAllThreads(provider.GetRequiredService<IDevice>())}");
    }

    private static string PressFromAllThreads(IDevice device)
    {
        var refused = 0;
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(PressRepeatedly)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return $"{device.Presses} presses, {refused} refused";

        void PressRepeatedly()
        {
            for (var i = 0; i < PressesPerThread; i++)
            {
                try
                {
                    device.Press();
                }
                catch (InvalidOperationException)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        }
    }
}
