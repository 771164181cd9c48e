namespace OmoBroadcast.Sandbox.Meta;

/// <summary>The status and the words that go with an error's code. A code that stands in no table is refused with 400.</summary>
internal static class GraphTable
{
    private static readonly Dictionary<int, (int Status, string Words)> WhatsApp = new()
    {
        [0] = (401, "Authentication failed"),
        [190] = (401, "The access token has expired"),
        [3] = (500, "Capability or permission missing"),
        [10] = (403, "Permission denied"),
        [131_005] = (403, "Access denied"),
        [1] = (400, "Invalid request or possible server error"),
        [2] = (503, "Temporary overload or outage"),
        [131_000] = (500, "Something went wrong"),
        [131_016] = (500, "Service unavailable"),
        [133_004] = (503, "Server temporarily unavailable"),
        [4] = (400, "Application request limit reached"),
        [80_007] = (400, "Rate limit issues"),
        [80_008] = (400, "There have been too many calls to this WhatsApp Business account."),
        [130_429] = (400, "Rate limit hit"),
        [131_056] = (400, "Pair rate limit hit"),
        [131_048] = (400, "Spam rate limit hit"),
        [131_064] = (400, "Messaging limit reduced"),
        [131_057] = (500, "Account in maintenance mode"),
        [33] = (400, "Parameter value is not valid: the number was deleted"),
        [100] = (400, "Invalid parameter"),
        [131_008] = (400, "Required parameter is missing"),
        [131_009] = (400, "Parameter value is not valid"),
        [131_021] = (400, "Recipient cannot be sender"),
        [131_026] = (400, "Message undeliverable"),
        [131_030] = (400, "Recipient not in allowed list"),
        [130_472] = (400, "User's number is part of an experiment"),
        [131_047] = (400, "Re-engagement message"),
        [131_049] = (400, "This message was not delivered to maintain healthy ecosystem engagement."),
        [131_050] = (400, "Unable to deliver the message"),
        [131_051] = (400, "Unsupported message type"),
        [131_052] = (400, "Media download error"),
        [131_053] = (400, "Media upload error"),
        [131_014] = (400, "Media URL request error"),
        [131_031] = (403, "Account has been locked"),
        [368] = (403, "Temporarily blocked for policies violations"),
        [130_497] = (403, "Business account is restricted from messaging users in this country"),
        [131_037] = (400, "Display name not approved"),
        [131_042] = (400, "Business eligibility payment issue"),
        [131_045] = (500, "Incorrect certificate"),
        [131_055] = (400, "Method not allowed"),
        [131_059] = (400, "Invalid cursor"),
        [131_062] = (400, "Business-scoped user id is not supported here"),
        [131_063] = (400, "Marketing messages are disabled for this account"),
        [132_000] = (400, "Number of parameters does not match the expected number of params"),
        [132_001] = (404, "Template name does not exist in the translation"),
        [132_005] = (400, "Translated text too long"),
        [132_007] = (400, "Template format character policy violated"),
        [132_008] = (400, "Template parameter value is not valid"),
        [132_012] = (400, "Parameter format does not match format in the created template"),
        [132_015] = (400, "Template is Paused"),
        [132_016] = (400, "Template is Disabled"),
        [132_018] = (400, "There's an issue with the parameters in your template"),
        [132_068] = (400, "Flow is blocked"),
        [132_069] = (400, "Flow is throttled"),
        [133_000] = (500, "Incomplete deregistration"),
        [133_005] = (400, "Two step verification PIN mismatch"),
        [133_006] = (400, "Phone number re-verification needed"),
        [133_008] = (400, "Too many PIN guesses"),
        [133_009] = (400, "PIN guessed too fast"),
        [133_010] = (400, "Phone number not registered"),
        [133_015] = (400, "Please wait a few minutes"),
        [133_016] = (400, "Account registration rate limit exceeded"),
        [134_011] = (400, "Payments terms not accepted"),
        [134_100] = (400, "Only marketing messages are supported"),
        [134_101] = (400, "Template is still syncing"),
        [134_102] = (500, "Template unavailable"),
        [135_000] = (400, "Generic user error"),
        [137_000] = (400, "Identity hash mismatch"),
        [2_494_100] = (400, "In maintenance mode"),
    };

    private static readonly Dictionary<(int Code, int Subcode), (int Status, string Words)> Pages = new()
    {
        [(1, 0)] = (400, "An unknown error occurred"),
        [(1, 1_357_046)] = (500, "An unknown error has occurred: invalid JSON reply"),
        [(2, 0)] = (500, "Service temporarily unavailable"),
        [(2, 1_545_133)] = (500, "An unexpected error has occurred. Please retry your request later."),
        [(4, 0)] = (400, "Application request limit reached"),
        [(10, 0)] = (403, "Application does not have permission for this action"),
        [(10, 2_018_278)] = (400, "This message is sent outside of allowed window."),
        [(10, 2_534_022)] = (400, "This message is sent outside of allowed window."),
        [(10, 2_018_108)] = (400, "This person is not receiving messages from you right now."),
        [(10, 2_018_300)] = (400, "Message failed to send because another app is controlling this thread now."),
        [(10, 2_534_037)] = (400, "Message failed to send because another app is controlling this thread now."),
        [(10, 1_893_063)] = (400, "The Page is temporarily restricted."),
        [(10, 1_893_015)] = (400, "The user has stopped notifications of this topic."),
        [(100, 0)] = (400, "Invalid parameter"),
        [(100, 33)] = (400, "Object does not exist"),
        [(100, 2_018_001)] = (400, "No matching user found"),
        [(100, 2_018_008)] = (400, "Failed to fetch the file from the url"),
        [(100, 2_018_109)] = (400, "Attachment size exceeds allowable limit"),
        [(100, 2_018_047)] = (400, "Upload attachment failure"),
        [(100, 2_018_074)] = (400, "Upload attachment id is invalid or has expired"),
        [(190, 0)] = (401, "The access token has expired"),
        [(200, 0)] = (403, "Permissions error"),
        [(200, 1_545_041)] = (400, "This person isn't available right now."),
        [(551, 0)] = (400, "This person isn't available right now."),
        [(551, 1_545_041)] = (400, "This person isn't available right now."),
        [(368, 0)] = (403, "Temporarily blocked for policies violations"),
        [(613, 0)] = (400, "Calls to this api have exceeded the rate limit."),
        [(613, 2_018_338)] = (400, "Messages of this Page are bothersome to people."),
        [(80_006, 0)] = (400, "There have been too many messenger api calls to this Page account."),
        [(80_002, 0)] = (400, "There have been too many calls to this Instagram account."),
    };

    public static (int Status, string Words) OfWhatsApp(int code) =>
        WhatsApp.TryGetValue(code, out var known) ? known
        : code is >= 200 and <= 299 ? (403, "Permission denied")
        : (400, "Failed");

    /// <summary>Of Messenger and Instagram: by both numbers, else by the code alone.</summary>
    public static (int Status, string Words) OfPages(int code, int subcode) =>
        Pages.TryGetValue((code, subcode), out var known) ? known
        : Pages.TryGetValue((code, 0), out known) ? known
        : code == 102 ? (401, "Session expired")
        : (400, "Failed");
}
