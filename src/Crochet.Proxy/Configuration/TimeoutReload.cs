using Crochet.Interfaces;
using Crochet.Registration;
using Crochet.Sending;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Crochet.Configuration;

/// <summary>
/// Has a container's timeouts follow their configuration. Of what cannot be used an error is logged, and the last good timeouts stay.
/// </summary>
internal sealed class TimeoutReload : IDisposable
{
    private readonly ConfiguredTimeouts _timeouts;
    private readonly IOptionsFactory<CrochetOptions> _options;
    private readonly IReadOnlyCollection<InterfaceDescription> _contracts;
    private readonly Lazy<ILogger> _logger;
    private readonly List<IDisposable> _registrations = [];

    public TimeoutReload(
        ConfiguredTimeouts timeouts, IOptionsFactory<CrochetOptions> options,
        IEnumerable<IOptionsChangeTokenSource<CrochetOptions>> changes,
        IReadOnlyCollection<InterfaceDescription> contracts, Lazy<ILogger> logger)
    {
        _timeouts = timeouts;
        _options = options;
        _contracts = contracts;
        _logger = logger;
        foreach (var change in changes)
            _registrations.Add(ChangeToken.OnChange(change.GetChangeToken, Reload));
    }

    public void Dispose() => _registrations.ForEach(static registration => registration.Dispose());

    // From whatever thread reloads the configuration, which no failure of ours may end.
    private void Reload()
    {
        try
        {
            var table = new TimeoutTable(_options.Create(Options.DefaultName).Timeouts);
            CrochetConfigurationException.ThrowIfAny(table.ProblemsIn(_contracts));
            _timeouts.Current = table;
        }
        catch (Exception exception)
        {
            ContainerLog.BadReload(_logger.Value, exception.Message);
        }
    }
}
