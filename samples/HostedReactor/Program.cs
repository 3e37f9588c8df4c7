using System.Net;
using Crochet;

namespace HostedReactor;

public interface IVisitorBook
{
    [WaitFor(seconds: 5)]
    string Sign(int askingThread);
}

/// <summary>Counts without a lock: only the loop's thread, here the main one, ever comes in.</summary>
public sealed class VisitorBook
{
    private int _visits;

    public string Sign(int askingThread) =>
        $"Visit {++_visits}: thread {askingThread} asked, thread {Environment.CurrentManagedThreadId} counted.\n";
}

/// <summary>A library that somebody else wrote. It sets the reactor up, in case nobody has.</summary>
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
        var port = builder.Configuration.GetValue("port", 5083);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddCrochet().UseLoop(Reactor.Loop).AddProxied<IVisitorBook, VisitorBook>();

        await using var app = builder.Build();
        app.MapGet("/", (IVisitorBook book) => book.Sign(Environment.CurrentManagedThreadId));
        // Posted, both: they wait for the reactor to run, however early the Ctrl-C.
        app.Lifetime.ApplicationStopping.Register(() => Reactor.Loop.Post(Reactor.Stop));
        Reactor.Loop.Post(() => Console.WriteLine($"Thread {Environment.CurrentManagedThreadId} runs the reactor until Ctrl-C."));

        app.Start();
        Reactor.Run();
        Console.WriteLine("The reactor has stopped.");
        await app.StopAsync();
    }
}
