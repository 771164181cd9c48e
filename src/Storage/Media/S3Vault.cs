using System.Globalization;
using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace OmoBroadcast.Storage.Media;

/// <summary>A bucket of any store that speaks S3.</summary>
internal sealed class S3Vault : Vault
{
    /// <summary>For a call with its repetitions; what carries a file has longer.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(30),
        LongestPut = TimeSpan.FromMinutes(2);

    private readonly S3Settings settings;
    private readonly TimeProvider time;
    private readonly BucketClients clients = new();
    private readonly AmazonS3Client client;

    public S3Vault(S3Settings settings, TimeProvider time)
    {
        (this.settings, this.time) = (settings, time);
        client = new(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), Configure(settings, clients));
    }

    public override async Task PutAsync(string id, string file, string contentType, CancellationToken cancellationToken)
    {
        var request = new PutObjectRequest
        {
            BucketName = settings.Bucket,
            Key = Key(id),
            FilePath = file,
            ContentType = contentType,
            UseChunkEncoding = false,
        };
        await AskAsync(LongestPut, token => client.PutObjectAsync(request, token), cancellationToken);
        File.Delete(file);
    }

    public override async Task<Stream?> OpenAsync(string id, long size, CancellationToken cancellationToken) =>
        await AskAsync(LongestCall, token => IsThereAsync(id, token), cancellationToken)
            ? new RangedStream(
                size,
                (from, token) => AskAsync(LongestCall, until => ReadAsync(id, from, size, until), token),
                LongestCall,
                time
            )
            : null;

    public override Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        AskAsync(LongestCall, token => client.DeleteObjectAsync(settings.Bucket, Key(id), token), cancellationToken);

    public override void Dispose()
    {
        client.Dispose();
        clients.Dispose();
    }

    private async Task<bool> IsThereAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await client.GetObjectMetadataAsync(
                new GetObjectMetadataRequest { BucketName = settings.Bucket, Key = Key(id) },
                cancellationToken
            );
            return true;
        }
        catch (AmazonS3Exception none) when (none.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    // Whatever the SDK, the client or the socket throws is one thing to who asked: the store of the files is away.
    private async Task<T> AskAsync<T>(TimeSpan patience, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(patience, time);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await ask(until.Token);
        }
        catch (Exception away) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException(
                deadline.IsCancellationRequested
                    ? "The store of the files did not answer in time"
                    : "The store of the files did not answer as it should",
                away
            );
        }
    }

    private async Task<Stream> ReadAsync(string id, long from, long size, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest
        {
            BucketName = settings.Bucket,
            Key = Key(id),
            ByteRange = new ByteRange(from, size - 1),
        };
        var response = await client.GetObjectAsync(request, cancellationToken);
        if (IsAsAsked(response, from))
            return response.ResponseStream;
        response.Dispose();
        throw new IOException("The store of the files answered with another part than was asked for, or packed");
    }

    // What stands between us and the store may know no ranges, or pack what it passes on.
    private static bool IsAsAsked(GetObjectResponse response, long from)
    {
        if (response.Headers.ContentEncoding is { Length: > 0 } packed && packed is not ("identity" or "aws-chunked"))
            return false;
        return response.HttpStatusCode == HttpStatusCode.PartialContent
            ? response.ContentRange?.StartsWith(
                string.Create(CultureInfo.InvariantCulture, $"bytes {from}-"),
                StringComparison.OrdinalIgnoreCase
            ) == true
            : from == 0;
    }

    private static string Key(string id) => $"media/{id}";

    private static AmazonS3Config Configure(S3Settings settings, BucketClients clients)
    {
        var config = new AmazonS3Config
        {
            // Stores other than Amazon's know neither buckets as host names nor the newer checksums.
            ForcePathStyle = settings.Endpoint.Length > 0,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            MaxErrorRetry = 2,
            HttpClientFactory = clients,
        };
        if (settings.Endpoint.Length > 0)
            (config.ServiceURL, config.AuthenticationRegion) = (
                settings.Endpoint,
                settings.Region.Length > 0 ? settings.Region : "us-east-1"
            );
        else
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(settings.Region);
        return config;
    }
}
