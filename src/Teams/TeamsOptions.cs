namespace OmoBroadcast.Teams;

/// <summary>Section <c>Omo:Teams</c>. Without an <see cref="AppId"/> and without <see cref="AllowAnonymous"/> Teams is not configured: the
/// service runs, the endpoint answers 503.</summary>
public sealed class TeamsOptions
{
    public const string Section = "Omo:Teams";

    /// <summary>The bot's application (client) id.</summary>
    public string AppId { get; set; } = "";

    /// <summary>The Entra tenant that owns the bot and whose staff may talk to it.</summary>
    public string TenantId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    /// <summary>A file that holds the client secret, instead of <see cref="ClientSecret"/>.</summary>
    public string ClientSecretFile { get; set; } = "";

    /// <summary>Believe activities without a token when their serviceUrl is on this machine. Development only.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>Where the channel's signing keys are published; other clouds have their own.</summary>
    public string MetadataAddress { get; set; } = "https://login.botframework.com/v1/.well-known/openidconfiguration";

    /// <summary>Who signs the channel's tokens; other clouds have their own.</summary>
    public string Issuer { get; set; } = "https://api.botframework.com";

    /// <summary>Where our own tokens come from, without the tenant; other clouds have their own.</summary>
    public string Authority { get; set; } = "https://login.microsoftonline.com";

    /// <summary>What our own tokens are for; other clouds have their own.</summary>
    public string Scope { get; set; } = "https://api.botframework.com/.default";

    /// <summary>IANA name of the time zone in which a time typed by staff is read when their client does not tell its own.</summary>
    public string TimeZone { get; set; } = "Asia/Taipei";

    /// <summary>Whether what customers wrote may stand in a banner, which others may see on a locked screen; else who wrote does.</summary>
    public bool NoticeWords { get; set; } = true;

    /// <summary>Nobody is told more often than every so many minutes, by a new card, that customers wait; 0: nobody is told.</summary>
    public int WaitingNoticeMinutes { get; set; } = 5;

    public bool HasApp => AppId.Length > 0;

    /// <summary>Our tokens come from this machine too: they are worth nothing elsewhere, and a stand-in of the channel here may see
    /// them.</summary>
    public bool HasLocalLogin => HasApp && Uri.TryCreate(Authority, UriKind.Absolute, out var login) && login.IsLoopback;

    public bool IsConfigured => HasApp || AllowAnonymous;
}
