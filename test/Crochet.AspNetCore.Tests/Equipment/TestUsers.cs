using System.Security.Claims;
using Microsoft.AspNetCore.Builder;

namespace Crochet.Tests;

/// <summary>Signs whoever says who they are in: "alice", or "alice@issuer"; "?" is a user without a name.</summary>
internal static class TestUsers
{
    public static void UseTestUsers(this WebApplication app, string claimType = ClaimTypes.NameIdentifier) => app.Use((context, next) =>
    {
        if (context.Request.Headers[Visitor.UserHeader].ToString() is { Length: > 0 } user)
        {
            var parts = user.Split('@');
            Claim[] claims = user == "?" ? [] : [new(claimType, parts[0], null, parts.ElementAtOrDefault(1) ?? "here")];
            context.User = new ClaimsPrincipal(new ClaimsIdentity(claims, "Test"));
        }

        return next(context);
    });
}
