using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;

namespace Crochet.Stress.Model;

[TestClass]
public sealed class LoopModelTests
{
    private const int ExactSequences = 6_000;
    private const int ThreadedSequences = 4_000;
    private const int Callers = 4;

    [TestMethod]
    public void AnySequence_OfOneThread_LoopAndModelAgreeAfterEachStep() =>
        Check("exact", Prop.ForAll(Sequence.Arbitrary, ModelRun.Check), ExactSequences);

    [TestMethod]
    public void AnySequence_OfSeveralThreadsOverTwoLoops_EveryCallEndsOnce()
    {
        using var crowd = new Crowd(Callers);
        Check("threaded", Prop.ForAll(ThreadedSequence.Arbitrary, sequence => sequence.Run(crowd)), ThreadedSequences);
    }

    // FsCheck prints the seed, the sequence and what it shrank to; CROCHET_REPLAY=seed,gamma gives the same again.
    private static void Check(string name, Property property, int sequences)
    {
        var clock = Stopwatch.StartNew();
        var done = 0;
        do
        {
            var replay = Environment.GetEnvironmentVariable("CROCHET_REPLAY")?.Split(',').Select(ulong.Parse).ToArray();
            var config = Config.QuickThrowOnFailure.WithMaxTest(sequences).WithQuietOnSuccess(true);
            property.Check(replay is [var seed, var gamma] ? config.WithReplay(seed, gamma) : config);
            done += sequences;
        }
        while (clock.Elapsed < Soak.Time / 4);

        Console.WriteLine($"{name}: {done} sequences in {clock.Elapsed.TotalSeconds:F1} s.");
    }
}
