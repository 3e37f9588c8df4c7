using System.Diagnostics;
using Crochet;
using Microsoft.Extensions.DependencyInjection;

[assembly: GenerateProxy(typeof(Native.ILibrary), typeof(Native.Library))]

namespace Native;

/// <summary>A thermometer in the loop. The compiler writes the proxy: nothing is made at run time.</summary>
[GenerateProxy]
public interface IThermometer
{
    [WaitFor(seconds: 5)]
    double Read();

    [WaitFor(seconds: 5)]
    Task<double> AverageAsync(int readings, CancellationToken cancellationToken = default);

    [WaitFor(seconds: 5)]
    IAsyncEnumerable<double> Readings();

    [Callback]
    event Action<double> Warm;
}

/// <summary>The class below has the matching methods alone, so that the pair is named on the assembly.</summary>
public interface ILibrary
{
    [RunInReactor]
    EventualResult<int> Count(string word);
}

public sealed class Thermometer : IThermometer
{
    private const double Limit = 21;
    private double _degrees = 19.5;

    public event Action<double>? Warm;

    public double Read()
    {
        _degrees += 0.5;
        if (_degrees == Limit)
            Warm?.Invoke(_degrees);
        return _degrees;
    }

    public async Task<double> AverageAsync(int readings, CancellationToken cancellationToken)
    {
        var sum = 0.0;
        for (var reading = 0; reading < readings; reading++)
        {
            sum += Read();
            await Task.Delay(1, cancellationToken);
        }

        return sum / readings;
    }

    public async IAsyncEnumerable<double> Readings()
    {
        for (var reading = 0; reading < 3; reading++)
        {
            yield return Read();
            await Task.Yield();
        }
    }
}

public sealed class Library
{
    public async Task<int> CountAsync(string word, IProgress<int> progress, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var letter in word)
        {
            count += char.IsLetter(letter) ? 1 : 0;
            progress.Report(count);
            await Task.Delay(1, cancellationToken);
        }

        return count;
    }
}

internal static class Program
{
    private static async Task Main()
    {
        CallFirst();
        await using var provider = new ServiceCollection()
            .AddSingleton<IThermometer, Thermometer>()
            .AddCrochet()
            .AddLoop("library")
            .AddThreadBound<ILibrary, Library>("library")
            .Services.BuildServiceProvider();
        var thermometer = provider.GetRequiredService<IThermometer>();
        var warm = new TaskCompletionSource<double>();
        thermometer.Warm += warm.SetResult;
        Console.WriteLine($"Average of 2: {await thermometer.AverageAsync(2)} degrees.");
        await foreach (var degrees in thermometer.Readings())
            Console.WriteLine($"Reading: {degrees} degrees.");
        Console.WriteLine($"It was warm at {await warm.Task} degrees.");

        var count = provider.GetRequiredService<ILibrary>().Count("thread-bound");
        var letters = await count;
        count.TryGetProgress<int>(out var progress);
        Console.WriteLine($"Letters: {letters}, and {progress} were reported.");
    }

    /// <summary>The first call of the process: loop, proxy and all.</summary>
    private static void CallFirst()
    {
        var start = Stopwatch.GetTimestamp();
        using var loop = new EventLoop();
        loop.Start();
        var degrees = CrochetProxy.Create<IThermometer>(new Thermometer(), loop).Read();
        Console.WriteLine($"First call: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms, {degrees} degrees.");
    }
}
