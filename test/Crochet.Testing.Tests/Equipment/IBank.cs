namespace Crochet.Tests;

public interface IBank
{
    [WaitFor(seconds: 5)]
    int GetBalance();

    [WaitFor(seconds: 5)]
    void Deposit(int amount);

    [WaitFor(seconds: 5)]
    bool Withdraw(int amount);

    [WaitFor(seconds: 5)]
    Task<bool> WithdrawAsync(int amount);

    [RunInReactor]
    EventualResult<bool> BeginWithdraw(int amount);
}
