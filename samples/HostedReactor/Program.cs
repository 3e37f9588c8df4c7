using Crochet;

namespace HostedReactor;

public interface IVisitorBook
{
    [WaitFor(seconds: 5)]
    string Sign(int askingThread);
}

/// <summary>Counts without a lock: only the loop's thread, which is the main thread here, calls it.</summary>
public sealed class VisitorBook
{
    private int _visits;

    public string Sign(int askingThread) =>
        $"Visit {++_visits}: thread {askingThread} asked, thread {Environment.CurrentManagedThreadId} counted.\n";
}

/// <summary>A library that somebody else wrote. It sets up the process's loop, in case nobody else does.</summary>
internal static class SomeLibrary
{
    public static void Initialize() => Reactor.Setup();
}

internal static class Program
{
    private static async Task Main(string[] args)
    {
        Reactor.NoSetup();
        SomeLibrary.Initialize();

        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddCrochet().UseLoop(Reactor.Loop).AddProxied<IVisitorBook, VisitorBook>();

        await using var app = builder.Build();
        app.MapGet("/", (IVisitorBook book) => book.Sign(Environment.CurrentManagedThreadId));
        // In Development, /crochet shows what the loop does.
        app.MapCrochet();
        // Both are posted, so that they wait until the loop runs, even when Ctrl-C comes early.
        app.Lifetime.ApplicationStopping.Register(() => Reactor.Loop.Post(Reactor.Stop));
        Reactor.Loop.Post(() => Console.WriteLine($"Thread {Environment.CurrentManagedThreadId} runs the loop until Ctrl-C."));

        app.Start();
        Reactor.Run();
        Console.WriteLine("The loop has stopped.");
        await app.StopAsync();
    }
}
