using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Crochet.Configuration;

/// <summary>Tells of a section's reload.</summary>
internal sealed class ConfigurationChanges(IConfiguration section) : IOptionsChangeTokenSource<CrochetOptions>
{
    public string? Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => section.GetReloadToken();
}
