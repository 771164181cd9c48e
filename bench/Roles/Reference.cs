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

    /// <param name="args">Address to listen on, channel secret.</param>
    public static async Task<IRole> StartAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(args[0]);
        var key = Encoding.UTF8.GetBytes(args[1]);
        var app = builder.Build();
        app.MapPost("/webhooks/line", http => AnswerAsync(http, key));
        await app.StartAsync();
        return new Reference(app);
    }

    public Task<object?> DoAsync(string what, JsonElement how, CancellationToken cancellationToken) => throw new ArgumentException(what);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext http, byte[] key)
    {
        while (true)
        {
            var read = await http.Request.BodyReader.ReadAsync();
            if (read.IsCompleted)
            {
                http.Response.StatusCode = Fits(http.Request.Headers["x-line-signature"].ToString(), key, read.Buffer) ? 200 : 401;
                http.Request.BodyReader.AdvanceTo(read.Buffer.End);
                return;
            }

            http.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool Fits(string signature, byte[] key, ReadOnlySequence<byte> body)
    {
        Span<byte> claimed = stackalloc byte[44],
            made = stackalloc byte[44];
        if (signature.Length != 44 || Encoding.ASCII.GetBytes(signature, claimed) != 44)
            return false;
        HMACSHA256.HashData(key, body.IsSingleSegment ? body.FirstSpan : body.ToArray(), made);
        Base64.EncodeToUtf8InPlace(made, 32, out _);
        return CryptographicOperations.FixedTimeEquals(made, claimed);
    }
}
