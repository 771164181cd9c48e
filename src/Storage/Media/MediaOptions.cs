namespace OmoBroadcast.Storage.Media;

/// <summary>Section <c>Omo:Media</c>: where pictures, videos and files are kept. Without <see cref="S3"/> in the folder <c>media</c> of
/// <c>Omo:DataDir</c>.</summary>
public sealed class MediaOptions
{
    public const string Section = "Omo:Media";

    /// <summary>Days after its last use until a file that no saved reply and no unfinished broadcast needs is deleted.</summary>
    public int RetentionDays { get; set; } = 90;

    /// <summary>Any store that speaks S3. Needed when several nodes do not share a folder.</summary>
    public S3Settings S3 { get; set; } = new();

    /// <summary>Throws <see cref="InvalidOperationException"/> that names the key.</summary>
    public void Validate()
    {
        if (RetentionDays is < 1 or > 3650)
            throw new InvalidOperationException($"{Section}:RetentionDays must be 1 to 3650");
        if (!S3.IsUsed)
            return;
        if (S3.Endpoint.Length > 0 && !(Uri.TryCreate(S3.Endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            throw new InvalidOperationException($"{Section}:S3:Endpoint is not an absolute http(s) address");
        if (S3.Endpoint.Contains('@', StringComparison.Ordinal))
            throw new InvalidOperationException(
                $"{Section}:S3:Endpoint holds a name or password; they belong into AccessKey and SecretKey"
            );
        if (S3.Endpoint.Length == 0 && S3.Region.Length == 0)
            throw new InvalidOperationException($"{Section}:S3:Endpoint or {Section}:S3:Region is missing");
        if (S3.AccessKey.Length == 0)
            throw new InvalidOperationException($"{Section}:S3:AccessKey is missing");
        if (S3.SecretKey.Length == 0)
            throw new InvalidOperationException($"{Section}:S3:SecretKey (or {Section}:S3:SecretKeyFile) is missing");
    }
}

/// <summary>Section <c>Omo:Media:S3</c>.</summary>
public sealed class S3Settings
{
    /// <summary>The store's address; empty for Amazon's own of <see cref="Region"/>.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>Empty: the folder is used.</summary>
    public string Bucket { get; set; } = "";

    public string AccessKey { get; set; } = "";

    public string SecretKey { get; set; } = "";

    /// <summary>A file that holds the secret key, instead of <see cref="SecretKey"/>.</summary>
    public string SecretKeyFile { get; set; } = "";

    public string Region { get; set; } = "";

    public bool IsUsed => Bucket.Length > 0;
}
