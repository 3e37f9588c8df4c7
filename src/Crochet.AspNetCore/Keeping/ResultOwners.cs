using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Crochet.Keeping;

/// <summary>Tells whose request it is.</summary>
internal sealed class ResultOwners(IOptions<CrochetResultsOptions> options)
{
    public const string CookieName = "crochet-owner";

    private const int CookieLength = 32;

    private readonly Func<HttpContext, string?>? _custom = options.Value.Owner;

    /// <summary>
    /// The owner of the request's results; a visitor without a cookie is given one. Null for a request that cannot own any.
    /// </summary>
    public string? GetOrCreate(HttpContext context) => TryFind(context, out var owner) ? owner ?? Create(context) : null;

    /// <summary>The owner of the request's results, null for a visitor who has none yet. False for a request that cannot own any.</summary>
    public bool TryFind(HttpContext context, out string? owner)
    {
        if (_custom is not null)
        {
            owner = _custom(context);
            return owner is not null;
        }

        var signedIn = context.User.Identities.Where(static identity => identity.IsAuthenticated).ToList();
        if (signedIn.Count > 0)
        {
            owner = signedIn.Select(OwnerOf).FirstOrDefault(static found => found is not null);
            return owner is not null;
        }

        owner = context.Request.Cookies[CookieName] is { } cookie && IsOurs(cookie) ? OwnerOf(cookie) : null;
        return true;
    }

    private static string? OwnerOf(ClaimsIdentity identity)
    {
        var claim = identity.FindFirst(ClaimTypes.NameIdentifier) ?? identity.FindFirst("sub");
        // With the issuer's length, so that no two pairs of issuer and name read the same.
        return claim is null or { Value: "" } ? null : $"user:{claim.Issuer.Length}:{claim.Issuer}:{claim.Value}";
    }

    private static string OwnerOf(string cookie) => "visitor:" + cookie;

    private static bool IsOurs(string cookie) => cookie.Length == CookieLength && cookie.All(char.IsAsciiHexDigitLower);

    private static string Create(HttpContext context)
    {
        var cookie = RandomNumberGenerator.GetHexString(CookieLength, lowercase: true);
        context.Response.Cookies.Append(CookieName, cookie, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            Path = context.Request.PathBase.HasValue ? context.Request.PathBase.ToUriComponent() : "/",
            IsEssential = true,
        });
        return OwnerOf(cookie);
    }
}
