using Crochet.Stepping;
using Crochet.Waiting;

namespace Crochet.Interleaving;

[TestClass]
public sealed class QuickHandOverInterleavingTests
{
    private const int Schedules = 10_000;

    [TestMethod]
    public void TryAwaitEnd_ThreeCallersOfOnePlace_AllGetTheirResults() =>
        Explore.Randomly(Schedules, () => Callers(places: 1, callsPerTurn: 2, badTurnsToClose: 48, 2, 2, 1));

    [TestMethod]
    public void TryAwaitEnd_FourCallersOfTwoPlaces_AllGetTheirResults() =>
        Explore.Randomly(Schedules, () => Callers(places: 2, callsPerTurn: 1, badTurnsToClose: 48, 2, 1, 1, 1));

    [TestMethod]
    public void TryAwaitEnd_WhereTurnsAreBad_LineClosesAndAllGetTheirResults() =>
        Explore.Randomly(Schedules, () => Callers(places: 1, callsPerTurn: 1, badTurnsToClose: 2, 2, 1, 1));

    [TestMethod]
    public void TryAwaitEnd_WhereTheLineIsTooLong_ItClosesAndAllGetTheirResults() =>
        Explore.Randomly(Schedules, () => Callers(places: 1, callsPerTurn: 2, badTurnsToClose: 48, longestLine: 1, [2, 1, 2]));

    private static Scenario Callers(int places, int callsPerTurn, int badTurnsToClose, params int[] calls) =>
        Callers(places, callsPerTurn, badTurnsToClose, longestLine: 48, calls);

    // Callers with so many calls each, and one thread that ends these as a loop does.
    private static Scenario Callers(int places, int callsPerTurn, int badTurnsToClose, int longestLine, int[] calls)
    {
        var quick = new QuickHandOver(places, looks: 1, callsPerTurn, refusalsToLineUp: 1, badTurnsToClose, longestLine);
        var posted = new List<TaskCompletionSource<int>>();
        var mostTaken = 0;
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
        };
        void Loop()
        {
            for (var number = 0; number < calls.Sum(); number++)
            {
                quick.TryPassOnUnused();
                Steps.Until(() => posted.Count > number);
                posted[number].SetResult(number);
                mostTaken = Math.Max(mostTaken, quick.TakenPlaces);
            }

            quick.TryPassOnUnused();
        }

        return new Scenario(
            () =>
            {
                Assert.IsFalse(quick.IsAnyInLine, "Somebody is left in line.");
                Assert.AreEqual(0, quick.TakenPlaces, "Places that are lost.");
                Assert.IsTrue(mostTaken <= places, $"{mostTaken} places were taken.");
            },
            [Loop, .. calls.Select(Caller)]);
    }
}
