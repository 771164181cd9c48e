using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OmoBroadcast.Bench.Roles;

/// <summary>The reference for buttons: a bare Kestrel endpoint that judges the same token, reads the body and answers with a card made
/// beforehand. It knows and remembers nothing.</summary>
internal sealed class BareEndpoint : IRole
{
    private readonly WebApplication app;
    private byte[] answer = "{}"u8.ToArray();

    private BareEndpoint(WebApplication app) => this.app = app;

    /// <param name="args">Address to listen on, where the signing keys are published, the bot's application id.</param>
    public static async Task<IRole> StartAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(args[0]);
        builder
            .Services.AddAuthentication()
            .AddJwtBearer(options =>
            {
                options.MetadataAddress = args[1];
                options.RequireHttpsMetadata = false;
                options.MapInboundClaims = false;
                options.TokenValidationParameters.ValidAudience = args[2];
                options.TokenValidationParameters.ValidIssuer = "https://api.botframework.com";
            });
        var endpoint = new BareEndpoint(builder.Build());
        endpoint.app.MapPost("/api/messages", endpoint.AnswerAsync);
        await endpoint.app.StartAsync();
        return endpoint;
    }

    public Task<object?> DoAsync(string what, JsonElement how, CancellationToken cancellationToken)
    {
        if (what != "answer")
            throw new ArgumentException(what);
        answer = Encoding.UTF8.GetBytes(how.GetProperty("with").GetString()!);
        return Task.FromResult<object?>(null);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        if (!(await http.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme)).Succeeded)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = answer.Length;
        await http.Response.BodyWriter.WriteAsync(answer);
    }
}
