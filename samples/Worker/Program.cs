using Crochet;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Worker;

public interface IWarehouse
{
    /// <summary>Ships a parcel and returns the order's number. The caller awaits it and blocks no thread.</summary>
    [WaitFor(seconds: 5)]
    Task<int> ShipAsync(string desk);

    /// <summary>Nobody waits for an invoice. When one fails, the loop logs it.</summary>
    [RunInReactor]
    void SendInvoice(int order);
}

/// <summary>Two desks call it at once. It needs no lock, because all of it runs in the loop's thread.</summary>
public sealed class Warehouse(ILogger<Warehouse> logger)
{
    public int Orders { get; private set; }
    public int InvoicesSent { get; private set; }
    public int InvoicesFailed { get; private set; }

    public async Task<int> ShipAsync(string desk)
    {
        var order = ++Orders;
        await Task.Delay(TimeSpan.FromSeconds(0.5));
        logger.LogInformation("Order {Order} from the {Desk} desk is on its way.", order, desk);
        return order;
    }

    public async Task SendInvoiceAsync(int order)
    {
        await Task.Delay(TimeSpan.FromSeconds(1));
        if (order % 5 == 0)
        {
            InvoicesFailed++;
            throw new InvalidOperationException($"Order {order} has no address to send the invoice to.");
        }

        InvoicesSent++;
    }
}

internal static class Program
{
    private static void Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Logging.AddSimpleConsole(console => console.TimestampFormat = "HH:mm:ss.fff ");
        builder.Services.AddCrochet(crochet => crochet.DrainTimeout = TimeSpan.FromSeconds(3)).AddProxied<IWarehouse, Warehouse>();
        builder.Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<OrderDesk>(services, "web"));
        builder.Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<OrderDesk>(services, "phone"));

        using var host = builder.Build();
        host.Start();
        host.WaitForShutdown();

        var warehouse = host.Services.GetRequiredService<Warehouse>();
        Console.WriteLine($"{warehouse.Orders} orders, {warehouse.InvoicesSent} invoices sent, {warehouse.InvoicesFailed} failed.");
    }
}

internal sealed class OrderDesk(string name, IWarehouse warehouse) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var order = await warehouse.ShipAsync(name);
            warehouse.SendInvoice(order);
        }
    }
}
