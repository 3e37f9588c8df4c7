using Crochet;
using Microsoft.Extensions.DependencyInjection;
using NLua;

namespace ThreadBound;

[WaitFor(seconds: 5)]
public interface IDevice
{
    int Presses { get; }
    void Press();
}

/// <summary>
/// A device that runs its firmware in Lua. Like many native libraries, a Lua state works on one thread and does not look which: two threads
/// at once break the process. So the device looks.
/// </summary>
public sealed class Device : IDevice, IDisposable
{
    private readonly int _owner = Environment.CurrentManagedThreadId;
    private readonly Lua _firmware = new();
    private readonly LuaFunction _press;

    public Device()
    {
        _firmware.DoString("presses = 0 function press() presses = presses + 1 end");
        _press = _firmware.GetFunction("press");
    }

    public int Presses
    {
        get
        {
            ThrowIfOnAnotherThread();
            return Convert.ToInt32(_firmware["presses"], provider: null);
        }
    }

    public void Press()
    {
        ThrowIfOnAnotherThread();
        _press.Call();
    }

    public void Dispose()
    {
        ThrowIfOnAnotherThread();
        _press.Dispose();
        _firmware.Dispose();
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
        using var device = new Device();
        Console.WriteLine($"Without Crochet: {PressFromAllThreads(device)}");
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
