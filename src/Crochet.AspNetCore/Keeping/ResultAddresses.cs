using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Keeping;

/// <summary>Finds where results are mapped, with the groups around, and so their addresses.</summary>
internal sealed class ResultAddresses(IServiceProvider services) : IEndpointAddressScheme<ResultAddress>
{
    private IReadOnlyList<Endpoint>? _searched;
    private Endpoint? _found;

    /// <exception cref="InvalidOperationException">Results are mapped nowhere.</exception>
    public void ThrowIfNone()
    {
        if (Find() is null)
        {
            throw new InvalidOperationException(
                "CrochetResults.Accepted has no address for a result. Call app.MapCrochetResults(), which answers with the results.");
        }
    }

    /// <summary>An absolute path.</summary>
    public string AddressOf(HttpContext context, StashId id) =>
        services.GetRequiredService<LinkGenerator>().GetPathByAddress(
            context, ResultAddress.Instance, new RouteValueDictionary { ["id"] = id.ToString() })
        ?? throw new InvalidOperationException(
            "The result has no address: the prefix of MapCrochetResults has route parameters that this request has no values for.");

    public IEnumerable<Endpoint> FindEndpoints(ResultAddress address) => Find() is { } endpoint ? [endpoint] : [];

    private Endpoint? Find()
    {
        var endpoints = services.GetRequiredService<EndpointDataSource>().Endpoints;
        // The list is another one when the endpoints have changed.
        if (!ReferenceEquals(endpoints, Volatile.Read(ref _searched)))
        {
            _found = endpoints.FirstOrDefault(static endpoint => endpoint.Metadata.GetMetadata<ResultAddress>() is not null);
            Volatile.Write(ref _searched, endpoints);
        }

        return _found;
    }
}
