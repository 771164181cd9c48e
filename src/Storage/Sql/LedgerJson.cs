using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Storage.Sql;

/// <summary>How audiences and contents are written in the database. What is once written must stay readable: words here are never changed,
/// only added.</summary>
internal static class LedgerJson
{
    private static readonly JsonSerializerOptions Options = With(new GeneratedTypes(LedgerTypes.Default, typeof(MessageTemplate)));

    internal static JsonSerializerOptions With(IJsonTypeInfoResolver types) =>
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters =
            {
                new CustomerKeyConverter(),
                new AccountKeyConverter(),
                new ChannelIdConverter(),
                new JsonStringEnumConverter<MediaKind>(JsonNamingPolicy.CamelCase),
                new JsonStringEnumConverter<TemplatePlace>(JsonNamingPolicy.CamelCase),
                new JsonStringEnumConverter<ParameterFormat>(JsonNamingPolicy.CamelCase),
            },
            TypeInfoResolver = types.WithAddedModifier(Name),
        };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"No {typeof(T).Name} is written here");

    public static Content? ReadContent(string? json) => json is null ? null : Read<Content>(json);

    private static void Name(JsonTypeInfo type)
    {
        if (type.Type == typeof(OutboundMessage))
        {
            type.PolymorphismOptions = new()
            {
                TypeDiscriminatorPropertyName = "type",
                DerivedTypes =
                {
                    new(typeof(OutboundMessage.Text), "text"),
                    new(typeof(OutboundMessage.Media), "media"),
                    new(typeof(OutboundMessage.Template), "template"),
                },
            };
        }
        // A filter that is not set is not written.
        if (type.Type == typeof(Audience))
            foreach (var flag in type.Properties.Where(property => property.PropertyType == typeof(bool)))
                flag.ShouldSerialize = static (_, value) => value is true;
        // The word for a scope is older than its name.
        if (type.Type == typeof(Audience) || type.Type == typeof(OutboundMessage.Template) || type.Type == typeof(MessageTemplate))
            type.Properties.Single(property => property.Name is "templateScope" or "scope").Name = "waba";
        // What is worked out from the rest is not written.
        string[] derived =
            type.Type == typeof(Content) ? ["differsByPerson", "template"]
            : type.Type == typeof(Audience) ? ["unfiltered"]
            : [];
        foreach (var property in type.Properties.Where(property => derived.Contains(property.Name)).ToList())
            type.Properties.Remove(property);
    }

    private sealed class ChannelIdConverter : JsonConverter<ChannelId>
    {
        public override ChannelId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, ChannelId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }

    private sealed class AccountKeyConverter : JsonConverter<AccountKey>
    {
        public override AccountKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            AccountKey.Parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, AccountKey value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }

    private sealed class CustomerKeyConverter : JsonConverter<CustomerKey>
    {
        public override CustomerKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            CustomerKey.Parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, CustomerKey value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
