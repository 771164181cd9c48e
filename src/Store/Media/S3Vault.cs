using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace OmoBroadcast.Store.Media;

/// <summary>A bucket of any store that speaks S3.</summary>
internal sealed class S3Vault(S3Settings settings) : Vault
{
    private readonly AmazonS3Client client = new(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), Configure(settings));

    public override async Task PutAsync(string id, string file, string contentType, CancellationToken cancellation)
    {
        var request = new PutObjectRequest { BucketName = settings.Bucket, Key = Key(id), FilePath = file, ContentType = contentType, UseChunkEncoding = false };
        await client.PutObjectAsync(request, cancellation);
        File.Delete(file);
    }

    public override async Task<Stream?> OpenAsync(string id, long size, CancellationToken cancellation)
    {
        try
        {
            await client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = settings.Bucket, Key = Key(id) }, cancellation);
            return new RangedStream(size, (from, token) => ReadAsync(id, from, size, token));
        }
        catch (AmazonS3Exception none) when (none.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public override Task DeleteAsync(string id, CancellationToken cancellation) => client.DeleteObjectAsync(settings.Bucket, Key(id), cancellation);

    public override void Dispose() => client.Dispose();

    private async Task<Stream> ReadAsync(string id, long from, long size, CancellationToken cancellation)
    {
        var request = new GetObjectRequest { BucketName = settings.Bucket, Key = Key(id), ByteRange = new ByteRange(from, size - 1) };
        return (await client.GetObjectAsync(request, cancellation)).ResponseStream;
    }

    private static string Key(string id) => $"media/{id}";

    private static AmazonS3Config Configure(S3Settings settings)
    {
        var config = new AmazonS3Config
        {
            // Stores other than Amazon's know neither buckets as host names nor the newer checksums.
            ForcePathStyle = settings.Endpoint.Length > 0,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            MaxErrorRetry = 2,
            Timeout = TimeSpan.FromMinutes(2),
        };
        if (settings.Endpoint.Length > 0) (config.ServiceURL, config.AuthenticationRegion) = (settings.Endpoint, settings.Region.Length > 0 ? settings.Region : "us-east-1");
        else config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(settings.Region);
        return config;
    }
}
