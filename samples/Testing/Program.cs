using Crochet;

namespace Testing;

#region interface
public interface ICalculator
{
    [RunInReactor]
    EventualResult<int> Add(int x, int y);
}
#endregion

#region implementation
public sealed class Calculator
{
    public int Add(int x, int y) => x + y;
}
#endregion

#region user
/// <summary>The code under test. It knows the calculator by its interface alone.</summary>
public sealed class Receipt(ICalculator calculator)
{
    public string Print(int x, int y) => $"Total: {calculator.Add(x, y).Wait(TimeSpan.FromSeconds(5))}";
}
#endregion

#region account
public interface IAccount
{
    [WaitFor(seconds: 5)]
    void Deposit(int amount);

    [WaitFor(seconds: 5)]
    int GetBalance();
}

/// <summary>Loses updates: while a deposit awaits its journal, another one reads the balance that is about to change.</summary>
public sealed class HastyAccount(Journal journal)
{
    private int _balance;

    public async Task Deposit(int amount)
    {
        var balance = _balance;
        await journal.WriteAsync();
        _balance = balance + amount;
    }

    public int GetBalance() => _balance;
}
#endregion

#region repair
public sealed class Account(Journal journal)
{
    private int _balance;

    public async Task Deposit(int amount)
    {
        await journal.WriteAsync();
        // No await between the read and the write: a turn of the loop is never interrupted.
        _balance += amount;
    }

    public int GetBalance() => _balance;
}
#endregion

/// <summary>Takes 10 ms for an entry, by the time that it is given.</summary>
public sealed class Journal(TimeProvider time)
{
    public Task WriteAsync() => Task.Delay(TimeSpan.FromMilliseconds(10), time);
}

internal static class Program
{
    private static void Main()
    {
        using var loop = new EventLoop();
        loop.Start();

        var raw = new Calculator();
        var calculator = CrochetProxy.Create<ICalculator>(raw, loop);

        var eventual = calculator.Add(1, 2);
        Console.WriteLine($"The proxy returns {eventual}");
        Console.WriteLine($"Waiting for it returns {eventual.Wait(TimeSpan.FromSeconds(5))}");
        Console.WriteLine($"The raw implementation returns {raw.Add(1, 2)}");
        Console.WriteLine(new Receipt(calculator).Print(1, 2));
    }
}
