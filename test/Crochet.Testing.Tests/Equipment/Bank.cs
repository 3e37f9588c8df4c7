namespace Crochet.Tests;

/// <summary>A bank without a fault: each member has done its work when it returns.</summary>
public class Bank(int balance = 0) : IBank
{
    private int _balance = balance;

    public int GetBalance() => _balance;

    public void Deposit(int amount) => _balance += amount;

    public bool Withdraw(int amount)
    {
        if (_balance < amount)
            return false;
        _balance -= amount;
        return true;
    }

    public Task<bool> WithdrawAsync(int amount) => Task.FromResult(Withdraw(amount));

    public EventualResult<bool> BeginWithdraw(int amount) => EventualResult.FromResult(Withdraw(amount));
}
