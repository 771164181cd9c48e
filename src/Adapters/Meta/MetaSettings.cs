using System.Text.RegularExpressions;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>The settings that the accounts of all of Meta's channels have.</summary>
internal static partial class MetaSettings
{
    /// <summary>What Meta must show in its subscription handshake.</summary>
    public const string VerifyToken = "VerifyToken";

    /// <summary>The app whose echoes are of what we sent.</summary>
    public const string AppId = "AppId";

    /// <summary>The linked page that calls are made to; without it, whoever the token is of.</summary>
    public const string PageId = "PageId";

    /// <summary>The version of the Graph API, such as <c>v25.0</c>.</summary>
    public const string ApiVersion = "ApiVersion";

    /// <summary>Prove with every call that we know the app's (first) secret, as apps can demand.</summary>
    public const string AppSecretProof = "AppSecretProof";

    public static readonly IReadOnlyList<ChannelSetting> Shared =
    [
        new(VerifyToken, static token => string.IsNullOrWhiteSpace(token) ? "is empty" : null) { MayBeInFile = true },
        new(AppId, Number),
        new(PageId, Number),
        new(ApiVersion, static version => version is { Length: > 0 } && !Version().IsMatch(version) ? "is not of the form v25.0" : null),
        Flag(AppSecretProof),
    ];

    public static ChannelSetting Flag(string key) => new(key, static _ => null) { IsFlag = true };

    private static string? Number(string? id) => id is { Length: > 0 } && !id.All(char.IsAsciiDigit) ? "is not a number" : null;

    [GeneratedRegex(@"\Av[1-9][0-9]?\.[0-9]\z")]
    private static partial Regex Version();
}
