using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OmoBroadcast.Bench.Roles;

/// <summary>The reference for webhooks: a bare Kestrel endpoint that reads the body, checks the HMAC in constant time and answers 200. It
/// remembers nothing.</summary>
internal sealed class Reference : IRole
{
    private readonly WebApplication app;

    private Reference(WebApplication app) => this.app = app;

    /// <param name="args">Address to listen on, secret, channel.</param>
    public static async Task<IRole> StartAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(args[0]);
        var key = Encoding.UTF8.GetBytes(args[1]);
        var app = builder.Build();
        var line = args[2] == "line";
        app.MapPost($"/webhooks/{args[2]}", http => AnswerAsync(http, key, line));
        await app.StartAsync();
        return new Reference(app);
    }

    public Task<object?> DoAsync(string what, JsonElement how, CancellationToken cancellationToken) => throw new ArgumentException(what);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext http, byte[] key, bool line)
    {
        while (true)
        {
            var read = await http.Request.BodyReader.ReadAsync();
            if (read.IsCompleted)
            {
                var signature = http.Request.Headers[line ? "x-line-signature" : "X-Hub-Signature-256"].ToString();
                http.Response.StatusCode = Fits(signature, key, read.Buffer, line) ? 200 : 401;
                http.Request.BodyReader.AdvanceTo(read.Buffer.End);
                return;
            }

            http.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool Fits(string signature, byte[] key, ReadOnlySequence<byte> body, bool line)
    {
        const int most = 71;
        Span<byte> claimed = stackalloc byte[most],
            made = stackalloc byte[most],
            digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, body.IsSingleSegment ? body.FirstSpan : body.ToArray(), digest);
        var length = line ? Line(digest, made) : Hub(digest, made);
        return signature.Length == length
            && Encoding.ASCII.GetBytes(signature, claimed) == length
            && CryptographicOperations.FixedTimeEquals(made[..length], claimed[..length]);
    }

    private static int Line(ReadOnlySpan<byte> digest, Span<byte> made)
    {
        Base64.EncodeToUtf8(digest, made, out _, out var length);
        return length;
    }

    private static int Hub(ReadOnlySpan<byte> digest, Span<byte> made)
    {
        "sha256="u8.CopyTo(made);
        Convert.TryToHexStringLower(digest, made[7..], out var length);
        return 7 + length;
    }
}
