using System.Text.Json;

namespace OmoBroadcast.Bench.Roles;

/// <summary>The child's side: reads a line, does it, answers with a line; ends with its input, so that it never outlives the process that
/// started it.</summary>
internal static class Player
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<int> PlayAsync(string name, string[] args)
    {
        await using var role = await CastAsync(name, args);
        await AnswerAsync(new { ready = true });
        while (await Console.In.ReadLineAsync() is { } line)
        {
            using var told = JsonDocument.Parse(line);
            try
            {
                await AnswerAsync(
                    new
                    {
                        value = await role.DoAsync(
                            told.RootElement.GetProperty("what").GetString()!,
                            told.RootElement.GetProperty("how"),
                            CancellationToken.None
                        ),
                    }
                );
            }
            catch (Exception trouble) when (trouble is not OutOfMemoryException)
            {
                await AnswerAsync(new { error = trouble.ToString() });
            }
        }

        return 0;
    }

    private static async Task<IRole> CastAsync(string name, string[] args) =>
        name switch
        {
            "socket-stub" => new SocketStub(args),
            "kestrel-stub" => await KestrelStub.StartAsync(args),
            "loop" => new BareLoop(),
            "load" => new Load(),
            "reference" => await Reference.StartAsync(args),
            "node" => await Node.StartAsync(args),
            "seeder" => await Seeder.StartAsync(args),
            "staff" => new Staff(),
            "clerk" => await Clerk.StartAsync(args),
            "endpoint" => await BareEndpoint.StartAsync(args),
            _ => throw new ArgumentException($"No role is called {name}"),
        };

    private static Task AnswerAsync(object answer) => Console.Out.WriteLineAsync(JsonSerializer.Serialize(answer, Json));
}
