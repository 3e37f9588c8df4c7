using Crochet;
using KeraLua;
using Microsoft.Extensions.DependencyInjection;

namespace Scripts;

/// <summary>Runs the customers' scripts. Those of one customer run in one engine, and find there what earlier ones left.</summary>
[WaitFor(seconds: 1)]
public interface IScripts
{
    Task<string> RunAsync([LoopKey] int customer, string script);
}

/// <summary>
/// A Lua state. It belongs to its loop's thread, which makes it, calls it and disposes of it. After every 10,000 instructions a script
/// pauses, so that the loop can run something else, and can see that the script's time is over.
/// </summary>
[ThreadBound]
public sealed class LuaScripts(EventLoop loop) : IDisposable
{
    private const int InstructionsPerTurn = 10_000;

    // Lua keeps no reference to it.
    private static readonly LuaHookFunction _pause = static (state, _) => Lua.FromIntPtr(state)!.Yield(0);

    private static int _made;

    private readonly Lua _lua = new();
    private readonly int _number = Interlocked.Increment(ref _made);

    public async Task<string> RunAsync(int customer, string script, CancellationToken cancellationToken)
    {
        var thread = _lua.NewThread();
        var reference = _lua.Ref(LuaRegistry.Index);
        try
        {
            if (thread.LoadString(script) != LuaStatus.OK)
                throw new FormatException(thread.ToString(-1));
            thread.SetHook(_pause, LuaHookMask.Count, InstructionsPerTurn);
            while (true)
            {
                switch (thread.Resume(_lua, 0, out var values))
                {
                    case LuaStatus.OK:
                        return $"{loop.Name}, engine {_number}: {(values > 0 ? thread.ToString(-1) : "nothing")}";
                    case LuaStatus.Yield:
                        await Task.Yield();
                        cancellationToken.ThrowIfCancellationRequested();
                        break;
                    default:
                        throw new InvalidOperationException(thread.ToString(-1));
                }
            }
        }
        finally
        {
            _lua.Unref(LuaRegistry.Index, reference);
        }
    }

    public void Dispose() => _lua.Dispose();
}

internal static class Program
{
    private const string Count = "count = (count or 0) + 1 return count";

    // The numbers decide which of the two loops it is, at each start alike.
    private const int Endless = 1;
    private const int OnTheSameLoop = 2;
    private const int OnTheOther = 3;

    private static async Task Main()
    {
        #region registration
        var services = new ServiceCollection();
        services.AddCrochet()
            .AddLoopGroup("Engines", count: 2)
            .AddThreadBound<IScripts, LuaScripts>("Engines", static options =>
                // What a script that was cut off has left behind, nobody knows.
                options.RecreateWhen = static failure => failure is CrochetTimeoutException or OperationCanceledException);
        #endregion

        await using var provider = services.BuildServiceProvider();
        var scripts = provider.GetRequiredService<IScripts>();

        await CountAsync(Endless, OnTheSameLoop, OnTheOther);

        Console.WriteLine($"A script of customer {Endless} never ends. Meanwhile:");
        var endless = scripts.RunAsync(Endless, "while true do end");
        await CountAsync(OnTheSameLoop, OnTheOther);

        try
        {
            await endless;
        }
        catch (CrochetTimeoutException exception)
        {
            Console.WriteLine($"Customer {Endless}: interrupted after {exception.Timeout.TotalSeconds} s.");
        }

        Console.WriteLine("That engine is made anew. The other goes on:");
        await CountAsync(Endless, OnTheSameLoop, OnTheOther);

        async Task CountAsync(params int[] customers)
        {
            foreach (var customer in customers)
                Console.WriteLine($"Customer {customer} on {await scripts.RunAsync(customer, Count)}");
        }
    }
}
