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
