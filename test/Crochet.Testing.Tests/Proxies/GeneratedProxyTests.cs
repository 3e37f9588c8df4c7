namespace Crochet.Tests.Proxies;

[TestClass]
public class GeneratedProxyTests
{
    [TestMethod]
    public void CompiledProxy_OfABlockingCaller_TakesTheSameStepsAsTheOther() => Schedules.Explore(
        static test =>
        {
            var till = CrochetProxy.Create<ITill>(new Till(), test.Loop);
            Assert.DoesNotContain("Castle", till.GetType().Assembly.FullName! + till.GetType().BaseType!.FullName);
            for (var caller = 0; caller < 2; caller++)
            {
                test.AddCaller(async () =>
                {
                    till.Put(3);
                    await till.PutAsync(4);
                    await till.BeginPut(5);
                });
            }

            test.RunToEnd();
            test.AddCaller(() => Assert.AreEqual(24, till.Put(0)));
            test.RunToEnd();

            CollectionAssert.Contains(test.Steps.ToList(), "caller 1: ITill.Put");
            CollectionAssert.Contains(test.Steps.ToList(), "loop: ITill.PutAsync");
        },
        schedules: 100);

    [GenerateProxy]
    public interface ITill
    {
        [WaitFor(seconds: 5)]
        int Put(int amount);

        [WaitFor(seconds: 5)]
        Task<int> PutAsync(int amount);

        [RunInReactor]
        EventualResult<int> BeginPut(int amount);
    }

    private sealed class Till : ITill
    {
        private int _amount;

        public int Put(int amount) => _amount += amount;

        public Task<int> PutAsync(int amount) => Task.FromResult(Put(amount));

        public EventualResult<int> BeginPut(int amount) => EventualResult.FromResult(Put(amount));
    }
}
