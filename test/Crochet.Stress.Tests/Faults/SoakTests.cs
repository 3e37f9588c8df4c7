using System.Diagnostics;

namespace Crochet.Stress.Faults;

[TestClass]
public sealed class SoakTests
{
    private const int Callers = 8;
    private static readonly TimeSpan _ordinary = TimeSpan.FromSeconds(5);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void MixedLoad_WithFaults_LosesNothing()
    {
        var faults = FaultCatalog.All;
        var lots = faults.SelectMany((fault, index) => Enumerable.Repeat(index, fault.Weight)).ToArray();
        var made = new long[faults.Count];
        var time = Soak.IsOn ? Soak.Time : _ordinary;
        var reported = 0L;
        var loop = TestLoop.Start("soak");
        loop.UnobservedFailure += (_, _) => Interlocked.Increment(ref reported);
        using var crowd = new Crowd(Callers);
        var clock = Stopwatch.StartNew();

        for (var round = 0; clock.Elapsed < time; round++)
        {
            crowd.Do(index =>
            {
                var random = Seeds.For(round, index);
                for (var i = 0; i < 50; i++)
                {
                    var lot = lots[random.Next(lots.Length)];
                    faults[lot].Make(loop);
                    Interlocked.Increment(ref made[lot]);
                }
            }, () => $"Seed {Seeds.Run}, round {round}");
        }

        // What hangs is held by nobody any more; all else has ended.
        loop.CatchUp();
        loop.Stop();
        loop.UntilStopped();
        Print(faults, made, clock.Elapsed, reported);
    }

    private void Print(IReadOnlyList<Fault> faults, long[] made, TimeSpan time, long reported)
    {
        TestContext.WriteLine($"{made.Sum():N0} calls in {time.TotalSeconds:F0} s, {reported:N0} failures reported that nobody had "
            + $"retrieved, nothing lost. Seed {Seeds.Run}.");
        TestContext.WriteLine("| fault | calls that ended as they must |");
        TestContext.WriteLine("| --- | ---: |");
        for (var i = 0; i < faults.Count; i++)
            TestContext.WriteLine($"| {faults[i].Name} | {made[i]:N0} |");
    }
}
