using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OmoBroadcast.Bench.Roles;

/// <summary>The same platform as anybody would write it: a bare Kestrel endpoint. It costs both sides of a comparison more than the other
/// stub.</summary>
internal sealed class KestrelStub : IRole
{
    private readonly StubBook book = new();
    private readonly WebApplication app;

    private KestrelStub(WebApplication app) => this.app = app;

    /// <param name="args">Port.</param>
    public static async Task<IRole> StartAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{args[0]}"));
        var stub = new KestrelStub(builder.Build());
        stub.app.Run(stub.AnswerAsync);
        await stub.app.StartAsync();
        return stub;
    }

    public Task<object?> DoAsync(string what, JsonElement how, CancellationToken cancellationToken) =>
        book.DoAsync(what, how, cancellationToken);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var answer = HttpMethods.IsPost(http.Request.Method) ? StubConnection.SentBody : StubConnection.KnownBody;
        if (HttpMethods.IsPost(http.Request.Method))
            await NoteAsync(http);
        else
            book.Asked();
        http.Response.Headers["x-line-request-id"] = StubConnection.RequestId;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = answer.Length;
        await http.Response.BodyWriter.WriteAsync(answer);
    }

    private async Task NoteAsync(HttpContext http)
    {
        while (true)
        {
            var read = await http.Request.BodyReader.ReadAsync();
            if (read.IsCompleted)
            {
                Span<byte> key = stackalloc byte[36];
                var text = http.Request.Headers["X-Line-Retry-Key"].ToString();
                var known = text.Length == 36 && System.Text.Encoding.ASCII.GetBytes(text, key) == 36;
                book.Sent(
                    known ? key : default,
                    read.Buffer.IsSingleSegment ? read.Buffer.FirstSpan : System.Buffers.BuffersExtensions.ToArray(read.Buffer)
                );
                http.Request.BodyReader.AdvanceTo(read.Buffer.End);
                return;
            }

            http.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
