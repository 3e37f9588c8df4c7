using Crochet;
using Crochet.Testing;

namespace Testing.Tests;

[TestClass]
public sealed class AccountTests
{
    #region drive
    [TestMethod]
    public void Deposit_WhileItsJournalIsWritten_IsNotInTheBalance()
    {
        using var test = new TestLoop();
        var account = new Account(new Journal(test.Loop.TimeProvider));
        var deposit = test.Loop.RunInReactor(() => account.Deposit(10));

        test.Advance(TimeSpan.FromMilliseconds(9));
        Assert.AreEqual(0, account.GetBalance());
        test.Advance(TimeSpan.FromMilliseconds(1));

        Assert.AreEqual(10, account.GetBalance());
        Assert.IsTrue(deposit.IsCompletedSuccessfully);
    }
    #endregion

    #region caller
    [TestMethod]
    public void Deposit_OfABlockingCaller_IsInTheBalanceThatItSees()
    {
        using var test = new TestLoop();
        var account = CrochetProxy.Create<IAccount>(new Account(new Journal(test.Loop.TimeProvider)), test.Loop);

        test.AddCaller(() =>
        {
            account.Deposit(10);
            Assert.AreEqual(10, account.GetBalance());
        });
        test.RunToEnd();
    }
    #endregion

    #region explore
    [TestMethod]
    public void Deposits_InManyOrders_AreAllThere() =>
        Schedules.Explore(test => DepositTwice(test, new Account(new Journal(test.Loop.TimeProvider))));

    private static void DepositTwice(TestLoop test, object implementation)
    {
        var account = CrochetProxy.Create<IAccount>(implementation, test.Loop);
        test.AddCaller(() => account.Deposit(10), "Ann");
        test.AddCaller(() => account.Deposit(10), "Bob");
        test.RunToEnd();

        test.AddCaller(() => Assert.AreEqual(20, account.GetBalance()));
        test.RunToEnd();
    }
    #endregion

    #region replay
    [TestMethod]
    public void Deposits_OnTheHastyAccount_GetLost()
    {
        void Scenario(TestLoop test) => DepositTwice(test, new HastyAccount(new Journal(test.Loop.TimeProvider)));

        var failure = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Explore(Scenario));

        // What a developer writes who has read the seed in the message, and steps through that order with a debugger.
        Assert.ThrowsExactly<ScheduleException>(() => Schedules.Replay(Scenario, failure.Seed));
    }
    #endregion
}
