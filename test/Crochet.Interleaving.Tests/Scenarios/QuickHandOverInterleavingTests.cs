using Crochet.Stepping;
using Crochet.Waiting;

namespace Crochet.Interleaving;

[TestClass]
public sealed class QuickHandOverInterleavingTests
{
    private const int Schedules = 10_000;

    [TestMethod]
    public void TryAwaitEnd_ThreeCallersOfOnePlace_AllGetTheirResults() =>
        Explore.Randomly(Schedules, () => Callers(places: 1, callsPerTurn: 2, 2, 2, 1));

    [TestMethod]
    public void TryAwaitEnd_FourCallersOfTwoPlaces_AllGetTheirResults() =>
        Explore.Randomly(Schedules, () => Callers(places: 2, callsPerTurn: 1, 2, 1, 1, 1));

    [TestMethod]
    public void TryAwaitEnd_WhereTheLineHasNoTimeout_EveryCallerIsWoken() =>
        Explore.Randomly(
            Schedules, () => CallersInLineForEver(places: 1, callsPerTurn: 2, badTurnsToClose: 48, longestLine: 48, [2, 2, 1]));

    [TestMethod]
    public void TryAwaitEnd_OfTwoPlacesWhereTheLineHasNoTimeout_EveryCallerIsWoken() =>
        Explore.Randomly(
            Schedules, () => CallersInLineForEver(places: 2, callsPerTurn: 1, badTurnsToClose: 48, longestLine: 48, [2, 1, 1, 1]));

    [TestMethod]
    public void TryAwaitEnd_WhereALineWithoutTimeoutCloses_EveryCallerIsWoken() =>
        Explore.Randomly(
            Schedules, () => CallersInLineForEver(places: 1, callsPerTurn: 1, badTurnsToClose: 2, longestLine: 48, [2, 1, 1]));

    [TestMethod]
    public void TryAwaitEnd_WhereALineWithoutTimeoutIsTooLong_EveryCallerIsWoken() =>
        Explore.Randomly(
            Schedules, () => CallersInLineForEver(places: 1, callsPerTurn: 2, badTurnsToClose: 48, longestLine: 1, [2, 1, 2]));

    [TestMethod]
    public void TryAwaitEnd_WhereNoResultComesAndNoLoopPassesOn_EveryCallerGoesOn() =>
        Explore.Randomly(Schedules, () => CallersWithoutResults(places: 1, callsPerTurn: 2, badTurnsToClose: 48, longestLine: 48));

    [TestMethod]
    public void TryAwaitEnd_WhereNoResultComesAndTheLineCloses_EveryCallerGoesOn() =>
        Explore.Randomly(Schedules, () => CallersWithoutResults(places: 1, callsPerTurn: 1, badTurnsToClose: 2, longestLine: 48));

    [TestMethod]
    public void TryAwaitEnd_WhereNoResultComesAndTheLineIsTooLong_EveryCallerGoesOn() =>
        Explore.Randomly(Schedules, () => CallersWithoutResults(places: 1, callsPerTurn: 1, badTurnsToClose: 48, longestLine: 1));

    private static Scenario Callers(int places, int callsPerTurn, params int[] calls) =>
        Callers(new QuickHandOver(places, looks: 1, callsPerTurn, refusalsToLineUp: 1), places, followsCallers: false, calls);

    // Nobody gets out of the line but by a wake-up: one that is lost is seen.
    private static Scenario CallersInLineForEver(int places, int callsPerTurn, int badTurnsToClose, int longestLine, int[] calls) =>
        Callers(
            new QuickHandOver(
                places, looks: 1, callsPerTurn, refusalsToLineUp: 1, badTurnsToClose, longestLine, longestInLine: Timeout.Infinite),
            places,
            followsCallers: true,
            calls);

    // No place is given back for a result that came, so each is passed on or found.
    private static Scenario CallersWithoutResults(int places, int callsPerTurn, int badTurnsToClose, int longestLine)
    {
        var quick = new QuickHandOver(
            places, looks: 1, callsPerTurn, refusalsToLineUp: 1, badTurnsToClose, longestLine, longestInLine: Timeout.Infinite);
        void Caller()
        {
            for (var call = 0; call < 2; call++)
            {
                var forever = Timeout.InfiniteTimeSpan;
                Assert.IsFalse(quick.TryAwaitEnd(new TaskCompletionSource<int>().Task, Parker.Current, ref forever));
            }
        }

        return new Scenario(() => AssertIsUnused(quick), Caller, Caller, Caller);
    }

    private static void AssertIsUnused(QuickHandOver quick)
    {
        Assert.IsFalse(quick.IsAnyInLine, "Somebody is left in line.");
        Assert.AreEqual(0, quick.TakenPlaces, "Places that are lost.");
    }

    // Callers with so many calls each, and one thread that ends these as a loop does; where it follows them, it passes on each unused
    // place.
    private static Scenario Callers(QuickHandOver quick, int places, bool followsCallers, int[] calls)
    {
        var posted = new List<TaskCompletionSource<int>>();
        var mostTaken = 0;
        var goneCallers = 0;
        Action Caller(int count) => () =>
        {
            var parker = Parker.Current;
            for (var call = 0; call < count; call++)
            {
                var work = new TaskCompletionSource<int>();
                EventualResult<int> result = work.Task;
                parker.Forget();
                Assert.IsTrue(result.TryAddWaiter(parker));
                posted.Add(work);
                var forever = Timeout.InfiniteTimeSpan;
                if (!quick.TryAwaitEnd(result, parker, ref forever))
                {
                    while (!result.IsCompleted)
                        parker.Park(Timeout.Infinite);
                }

                Assert.AreEqual(posted.IndexOf(work), result.Value);
            }

            goneCallers++;
        };
        void PassOnUntil(Func<bool> condition)
        {
            do
            {
                quick.TryPassOnUnused();
                Steps.Until(() => condition() || (followsCallers && quick.IsAnyInLine && quick.TakenPlaces == 0));
            }
            while (!condition());
        }

        void Loop()
        {
            for (var number = 0; number < calls.Sum(); number++)
            {
                PassOnUntil(() => posted.Count > number);
                posted[number].SetResult(number);
                mostTaken = Math.Max(mostTaken, quick.TakenPlaces);
            }

            PassOnUntil(() => !followsCallers || goneCallers == calls.Length);
        }

        return new Scenario(
            () =>
            {
                AssertIsUnused(quick);
                Assert.IsTrue(mostTaken <= places, $"{mostTaken} places were taken.");
            },
            [Loop, .. calls.Select(Caller)]);
    }
}
